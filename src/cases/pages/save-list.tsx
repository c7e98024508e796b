import { paths } from '../../paths.ts';
import { errorOf, type FieldError } from '../../platform/http/index.ts';
import { ActionButton, FormPage, Input, LineList } from '../../ui/index.ts';
import type { SavedList } from '../saved-lists.ts';

/** A name for a list, and the lists there are. */
export function SaveListForm({ address, saved, errors, name }: { address: string; saved: readonly SavedList[]; errors: readonly FieldError[]; name: string }) {
  return (
    <FormPage
      heading="Save this list"
      lede="It keeps its filters, and shows what fits them each time you open it."
      errors={errors.map(({ field, text }) => ({ href: `#${field}`, text }))}
      action={paths.saveList(address)}
      hidden={{ address }}
      submit="Save"
      beside={<a href={address}>Back to the list</a>}
      after={saved.length === 0 ? undefined : (
        <>
          <h2>Your lists</h2>
          <LineList items={saved.map((list) => <><a href={list.address}>{list.name}</a> <ActionButton label={<>Remove<span class="govuk-visually-hidden"> {list.name}</span></>} kind="secondary" post={paths.dropList(list.id)} /></>)} />
        </>
      )}
    >
      <Input name="name" label="Name of the list" hint="For example: hate, The Stow" value={name} errorMessage={errorOf(errors, 'name')} />
    </FormPage>
  );
}
