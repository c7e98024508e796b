export { routes } from './routes.tsx';
export { noRisk, riskPanel, type RiskLine, type RiskPanel } from './panel.ts';
export { RiskSection, type RiskSectionProps } from './pages/risk-section.tsx';
export { defaultRiskTemplate } from './default-template.ts';
export type { BandKey } from './template.ts';
export { assess, moves, reviewDates, type Answers } from './rules.ts';
