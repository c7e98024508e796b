import { Button } from 'govuk-frontend/dist/govuk/components/button/button.mjs';
import { CharacterCount } from 'govuk-frontend/dist/govuk/components/character-count/character-count.mjs';
import { Checkboxes } from 'govuk-frontend/dist/govuk/components/checkboxes/checkboxes.mjs';
import { ErrorSummary } from 'govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs';
import { Radios } from 'govuk-frontend/dist/govuk/components/radios/radios.mjs';
import { showPictures } from './pictures.ts';
import { start } from './start.ts';

/** What forms on both kinds of page have. */
export function startFields(scope: ParentNode = document): void {
  showPictures(scope);
  start('govuk-button', Button, scope);
  start('govuk-character-count', CharacterCount, scope);
  start('govuk-checkboxes', Checkboxes, scope);
  start('govuk-radios', Radios, scope);
  start('govuk-error-summary', ErrorSummary, scope);
}
