export { routes } from './routes.tsx';
export { coverageOf, kindsOfData, standingOn, type AgreementTerms, type Coverage, type Reminder, type Wish } from './rules.ts';
export { agreementsOfAgency } from './queries.ts';
export { agreementReminders, type AgreementReminder } from './reminders.ts';
