import { ExitThisPage } from 'govuk-frontend/dist/govuk/components/exit-this-page/exit-this-page.mjs';
import { startFields } from './fields.ts';
import { focusFlash, guardAgainstSecondSending, showChosenFiles } from './forms.ts';
import { markSupported, start } from './start.ts';

/* Public pages work without any of this. */
markSupported();
start('govuk-exit-this-page', ExitThisPage);
startFields();
showChosenFiles();
guardAgainstSecondSending();
focusFlash();
