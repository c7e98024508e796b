export { routes } from './routes.tsx';
export { askApproval, standing, useApproval, type Standing, type Wanted } from './asking.ts';
export { heldBack, type Held } from './holding.ts';
export { approvalLines, approvalRuleFor, type Approval } from './queries.ts';
export { approvalActions, mayAnswer, type ApprovalRule } from './rules.ts';
export { ApprovalNote } from './pages/approval-note.tsx';
