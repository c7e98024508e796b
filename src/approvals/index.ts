export { routes } from './routes.tsx';
export { askApproval, standing, useApproval, type Standing, type Wanted } from './asking.ts';
export { approvalLines, type Approval } from './queries.ts';
export { approvalActions, mayAnswer } from './rules.ts';
export { ApprovalNote } from './pages/approval-note.tsx';
