import type { LayerName } from './live-points.ts';

/** What each layer of the live map is called, whose it is, and by which sign it is known: form and colour both. */
export const layerWords: Readonly<Record<LayerName, { readonly name: string; readonly one: string; readonly source: string }>> = {
  reports: { name: 'Reports', one: 'report', source: 'What residents told the hub, that you may see' },
  cases: { name: 'Cases', one: 'case', source: 'Cases of the hub that you may see' },
  partners: { name: 'Partner records', one: 'partner record', source: 'Imported from your agency’s own system' },
  police: { name: 'Police-recorded incidents', one: 'police-recorded incident', source: 'data.police.uk, moved to street points, by month' },
  assets: { name: 'Underpasses, cameras, lights', one: 'underpass, camera or light', source: 'The partnership’s own list' },
  patrols: { name: 'Patrols', one: 'patrol', source: 'Logged by your agency, or for a case you may see' },
};

/** Shown before anybody chooses: each thing once. A case repeats its reports, and police.uk much of both. */
const shownFirst: readonly LayerName[] = ['reports', 'partners', 'assets', 'patrols'];

/** `reports.cases` in an address, as layers. */
export function shownLayers(text: string | undefined, all: readonly LayerName[]): readonly LayerName[] {
  return text === undefined ? shownFirst : all.filter((layer) => text.split('.').includes(layer));
}
