import { NotificationBanner } from 'govuk-frontend/dist/govuk/components/notification-banner/notification-banner.mjs';
import { PasswordInput } from 'govuk-frontend/dist/govuk/components/password-input/password-input.mjs';
import { Tabs } from 'govuk-frontend/dist/govuk/components/tabs/tabs.mjs';
import { startReloads } from './reloads.ts';
import { startFields } from './fields.ts';
import { startFindBox } from './find-box.ts';
import { focusFlash, guardAgainstSecondSending, showChosenFiles } from './forms.ts';
import { startConfirm, startFilters, startInPlace } from './in-place.ts';
import { startLookingAgain } from './look-again.ts';
import { startShortcuts } from './shortcuts.ts';
import { markSupported, start } from './start.ts';

/* Staff pages work without any of this. */
markSupported();
startFields();
start('govuk-password-input', PasswordInput);
start('govuk-tabs', Tabs);
start('govuk-notification-banner', NotificationBanner);
startConfirm();
showChosenFiles();
guardAgainstSecondSending();
startFilters();
startFindBox();
startShortcuts();
startInPlace();
startLookingAgain();
focusFlash();
startReloads();
