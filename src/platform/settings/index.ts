export {
  readSettings,
  SettingsError,
  type NotifyService,
  type NotifySettings,
  type S3Settings,
  type Settings,
  type SmtpSettings,
} from './read-settings.ts';
export { settingsTable, type SettingName, type SettingRow } from './table.ts';
