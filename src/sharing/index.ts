export { sharingPanel, type CaseViewer, type DisclosureLine, type SharingPanel } from './panel.ts';
export { SharingSection, type SharingSectionProps } from './pages/sharing-section.tsx';
export { defaultGateways, type GatewayContent } from './default-gateways.ts';
export { standingOf, type Standing } from './rules.ts';
