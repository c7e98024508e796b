export { linkReport, openCase, type NewCase, type OpenedCase } from './opening.ts';
export { caseToLink, colleagues, teamsOf, type CaseToLink, type Colleague, type TeamName } from './people.ts';
export { csvFile } from './csv.ts';
export { savedLists, type SavedList } from './saved-lists.ts';
