import { paths } from '../paths.ts';
import { PageTabs } from '../ui/index.ts';

export type SharingPart = 'shared' | 'requests' | 'ledger' | 'agreements' | 'transfers';

const parts: readonly { readonly part: SharingPart; readonly label: string; readonly href: string }[] = [
  { part: 'shared', label: 'Shared with us', href: paths.sharedWithUs() },
  { part: 'requests', label: 'Requests', href: paths.requests() },
  { part: 'ledger', label: 'Ledger', href: paths.ledger() },
  { part: 'agreements', label: 'Agreements', href: paths.agreements() },
  { part: 'transfers', label: 'Transfers', href: paths.transfers() },
];

/** The sister pages of Sharing. */
export function SharingTabs({ current }: { current: SharingPart }) {
  return <PageTabs label="Sharing" links={parts.map(({ part, label, href }) => ({ label, href, current: part === current }))} />;
}
