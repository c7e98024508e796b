export { stepBehindPages } from './behind-pages.ts';
export { startPageProcesses, type PageProcesses } from './first-process.ts';
export { isPageProcess, joinFirstProcess, sayFailed, type PageProcess } from './page-process.ts';
export { onlyProcess, type Processes } from './processes.ts';
