export {
  arrivalPage, publicPage, setNavCounts, countAhead, staffPage, type CountForNav, type Framed, type NavCounts, type PublicPageContent, type Section, type StaffPageContent,
} from './frame.tsx';
export { errorPage } from './error-page.tsx';
export { SharingTabs, type SharingPart } from './sharing-tabs.tsx';
