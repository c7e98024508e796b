import type { LatLon, StreetView } from './street-view.ts';

export interface PickOnMapProps {
  /** The picture, from `streetMapPicture`, on an address of this site that says the view. */
  src: string;
  /** Its click arrives as `NAME.x` and `NAME.y`. */
  name: string;
  view: StreetView;
  /** What is done by choosing: "Choose this point on the map". */
  alt: string;
  chosen?: LatLon | undefined;
}

/**
 * A map to point at. Without script a click sends its pixel, which `toPlace` turns into a place; the view travels with it.
 * A keyboard cannot point: always offer a list of places beside it.
 */
export function PickOnMap({ src, name, view, alt, chosen }: PickOnMapProps) {
  return (
    <div class="hub-pickmap">
      <input type="image" class="hub-pickmap__image" src={src} name={name} alt={alt} width={view.width} height={view.height} data-pick-on-map="" />
      <input type="hidden" name={`${name}-view`} value={viewText(view)} />
      {chosen === undefined ? null : <input type="hidden" name={`${name}-chosen`} value={`${chosen.lat},${chosen.lon}`} />}
    </div>
  );
}

/** A view as a short text for an address or a hidden field. */
export function viewText(view: StreetView): string {
  return [view.centre.lat.toFixed(6), view.centre.lon.toFixed(6), view.metresPerPixel.toFixed(4), view.width, view.height].join(',');
}

/** The view back from its text; undefined for anything else, and for views that are not of a place on earth or too large to draw. */
export function viewFromText(text: string): StreetView | undefined {
  const numbers = text.split(',').map(Number);
  const [lat, lon, metresPerPixel, width, height] = numbers;
  if (numbers.length !== 5 || numbers.some((number) => !Number.isFinite(number))) return undefined;
  if (lat === undefined || lon === undefined || metresPerPixel === undefined || width === undefined || height === undefined) return undefined;
  if (Math.abs(lat) > 85 || Math.abs(lon) > 180 || metresPerPixel <= 0 || metresPerPixel > 200) return undefined;
  if (width < 1 || height < 1 || width > 2000 || height > 2000) return undefined;
  return { centre: { lat, lon }, width, height, metresPerPixel };
}
