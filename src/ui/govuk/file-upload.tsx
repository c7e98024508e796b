import type { Attributes } from '../attributes.ts';
import { classes } from '../class-names.ts';
import { describedBy, FieldGroup, fieldId, type FieldOptions, isWrong } from './field.tsx';
import { i18n } from './options.ts';

export interface FileUploadProps extends FieldOptions {
  multiple?: boolean | undefined;
  /** A drop zone and a friendlier button, with script. */
  javascript?: boolean | undefined;
  wrapperClasses?: string | undefined;
  wrapperAttributes?: Attributes | undefined;
  chooseFilesButtonText?: string | undefined;
  dropInstructionText?: string | undefined;
  noFileChosenText?: string | undefined;
  multipleFilesChosenText?: Readonly<Record<string, string>> | undefined;
  enteredDropZoneText?: string | undefined;
  leftDropZoneText?: string | undefined;
  /** For example `{accept: 'image/*'}`. */
  attributes?: Attributes | undefined;
}

export function FileUpload(field: FileUploadProps) {
  const input = (
    <input
      class={classes('govuk-file-upload', field.classes, isWrong(field) && 'govuk-file-upload--error')}
      id={fieldId(field)}
      name={field.name}
      type="file"
      disabled={field.disabled === true}
      multiple={field.multiple === true}
      aria-describedby={describedBy(field)}
      {...field.attributes}
    />
  );
  const words: Attributes = {
    ...i18n('choose-files-button', field.chooseFilesButtonText),
    ...i18n('no-file-chosen', field.noFileChosenText),
    ...i18n('multiple-files-chosen', field.multipleFilesChosenText),
    ...i18n('drop-instruction', field.dropInstructionText),
    ...i18n('entered-drop-zone', field.enteredDropZoneText),
    ...i18n('left-drop-zone', field.leftDropZoneText),
  };
  return (
    <FieldGroup field={field}>
      {field.formGroup?.beforeInput}
      {field.javascript === true
        ? <div class={classes('govuk-file-upload-wrapper', field.wrapperClasses)} data-module="govuk-file-upload" {...words} {...field.wrapperAttributes}>{input}</div>
        : input}
      {field.formGroup?.afterInput}
    </FieldGroup>
  );
}
