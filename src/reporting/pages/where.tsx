import { parsePostcode } from '../../platform/geography/index.ts';
import { errorOf, typedText, type FieldError, type Typed } from '../../platform/http/index.ts';
import { paths } from '../../paths.ts';
import { Button, ErrorBox, ErrorMessage, FormPage, HiddenFields, PickOnMap, Radios, type StreetView, Textarea } from '../../ui/index.ts';
import type { Spot } from '../draft.ts';
import type { PlaceRow } from '../queries.ts';
import { formErrors } from './fields.tsx';
import { AfterForm, GuidanceNote, StepHead } from './frame.tsx';
import type { StepPageProps } from './step.tsx';

function hintOf(place: PlaceRow): string | undefined {
  // A sector says no more than the neighbourhood; only a whole postcode helps.
  const postcode = place.postcode !== null && place.postcode !== place.name && parsePostcode(place.postcode) !== undefined ? place.postcode : '';
  const parts = [...new Set([place.detail, place.neighbourhood ?? '', postcode])].filter((part) => part !== '' && part !== place.name);
  return parts.length === 0 ? undefined : parts.join(', ');
}

export function placeItems(places: readonly PlaceRow[]): { value: string; text: string; hint: string | undefined }[] {
  return places.map((place) => ({ value: place.id, text: place.name, hint: hintOf(place) }));
}

export interface WhereFieldsProps {
  readonly typed: Typed;
  readonly errors: readonly FieldError[];
  readonly found: readonly PlaceRow[];
  /** Chosen before, perhaps on the map or from the list. */
  readonly spot: Spot | undefined;
  readonly heading: boolean;
}

function foundWords(count: number, text: string): string {
  if (count === 0) {
    return `No place matches “${text}”. Try a street nearby, choose from the list, or describe it in your own words.`;
  }
  return count === 1 ? `One place matches “${text}”.` : `${count} places match “${text}”.`;
}

/** Search, then the closest place: the same fields on the resident's page and on the officer's. */
export function WhereFields({ typed, errors, found, spot, heading }: WhereFieldsProps) {
  const searched = typedText(typed, 'where');
  const error = errorOf(errors, 'where');
  const label = <label for="where">Where did it happen?</label>;
  const chosen = spot === undefined || spot.placeId === null || found.some(({ id }) => id === spot.placeId) ? undefined : spot;
  const items = [
    ...placeItems(found),
    ...(chosen?.placeId == null ? [] : [{ value: chosen.placeId, text: chosen.words, hint: 'Your answer before' }]),
    ...(spot?.placeId === null && spot.point !== null ? [{ value: 'point', text: spot.words, hint: 'The point you showed us on the map' }] : []),
  ];
  return (
    <>
      <div class={error === undefined ? 'govuk-form-group hub-q__find' : 'govuk-form-group hub-q__find govuk-form-group--error'}>
        {heading ? <h1>{label}</h1> : <h2 class="govuk-heading-s">{label}</h2>}
        <p class="govuk-hint" id="where-hint">A street, postcode or place. Near enough is fine.</p>
        {error === undefined ? null : <ErrorMessage id="where-error" text={error} />}
        <div class="hub-inline">
          <input class="govuk-input" id="where" name="where" type="text" value={searched} autocomplete="off" maxLength={200} aria-describedby={error === undefined ? 'where-hint' : 'where-hint where-error'} />
          <button class="govuk-button govuk-button--secondary" name="do" value="find" type="submit">Find</button>
        </div>
      </div>
      <Radios
        name="place"
        value={typedText(typed, 'place')}
        fieldset={{ legend: { text: items.length === 0 ? 'Or describe it' : 'Which is closest?', classes: 'hub-q__legend' } }}
        hint={searched === '' ? undefined : foundWords(found.length, searched)}
        errorMessage={errorOf(errors, 'place')}
        items={[
          ...items,
          ...(items.length === 0 ? [] : [{ divider: 'or' }]),
          {
            value: 'else', text: 'Somewhere else', hint: 'Describe it in your own words',
            conditional: <Textarea name="else" rows={3} label="Describe the place" hint="For example “the path behind the shops, near the bins”" value={typedText(typed, 'else')} errorMessage={errorOf(errors, 'else')} />,
          },
        ]}
      />
    </>
  );
}

export function WherePage(props: StepPageProps & { readonly found: readonly PlaceRow[]; readonly spot: Spot | undefined }) {
  // Enter in the search box presses the first button of a form: that must be "Find", not "Continue".
  return (
    <FormPage
      errors={formErrors(props.errors)}
      steps={<StepHead step="where" />}
      action={paths.reportStep('where')}
      hidden={props.fromCheck ? { from: 'check' } : {}}
      otherWays={[
        { href: paths.reportStep('list') + (props.fromCheck ? '?from=check' : ''), label: 'Choose from a list of places' },
        { href: paths.reportStep('map') + (props.fromCheck ? '?from=check' : ''), label: 'Point on a map' },
      ]}
      after={<AfterForm savedAt={props.savedAt} soFar={props.soFar} />}
    >
      <GuidanceNote guidance={props.guidance} />
      <WhereFields typed={props.typed} errors={props.errors} found={props.found} spot={props.spot} heading />
    </FormPage>
  );
}

const kindWords: Readonly<Record<PlaceRow['kind'], string>> = { asset: 'Underpasses, car parks and such', place: 'Places', street: 'Streets', postcode: 'Postcodes' };

export interface ListPageProps {
  readonly neighbourhoods: readonly { readonly name: string; readonly places: number }[];
  readonly chosen: string | undefined;
  readonly places: readonly PlaceRow[];
  readonly errors: readonly FieldError[];
  readonly fromCheck: boolean;
}

function neighbourhoodName(name: string): string {
  return name === '' ? 'Elsewhere' : name;
}

/** All places by neighbourhood: the way for everyone who neither searches nor points. */
export function ListPage({ neighbourhoods, chosen, places, errors, fromCheck }: ListPageProps) {
  const kinds = [...new Set(places.map(({ kind }) => kind))];
  const from = fromCheck ? '&from=check' : '';
  return (
    <>
      <ErrorBox errors={formErrors(errors)} />
      <StepHead step="where" />
      <h1 class="hub-q__h">{chosen === undefined ? 'Which part of town?' : `Places in ${neighbourhoodName(chosen)}`}</h1>
      {chosen === undefined ? (
        <ul class="hub-list">
          {neighbourhoods.map(({ name, places: count }) => (
            <li key={name}><a href={`${paths.reportStep('list')}?in=${encodeURIComponent(name)}${from}`}>{neighbourhoodName(name)}</a> <span class="quiet">{count} {count === 1 ? 'place' : 'places'}</span></li>
          ))}
        </ul>
      ) : (
        <form class="hub-form" method="post" action={paths.reportStep('list')} novalidate>
          <HiddenFields fields={{ in: chosen, ...(fromCheck ? { from: 'check' } : {}) }} />
          {kinds.map((kind, order) => (
            <Radios
              key={kind}
              name="place"
              idPrefix={order === 0 ? 'place' : `place-${kind}`}
              fieldset={{ legend: { text: kindWords[kind], classes: 'govuk-fieldset__legend--s' } }}
              classes="govuk-radios--small"
              errorMessage={order === 0 ? errorOf(errors, 'place') : undefined}
              items={placeItems(places.filter((place) => place.kind === kind))}
            />
          ))}
          <div class="govuk-button-group"><Button>Use this place</Button></div>
        </form>
      )}
      <p class="hub-q__alt">
        {chosen === undefined ? null : <a href={paths.reportStep('list')}>Another part of town</a>}
        <a href={paths.reportStep('where')}>Search instead</a>
        <a href={paths.reportStep('map')}>Point on a map</a>
      </p>
    </>
  );
}

export interface MapPageProps {
  readonly view: StreetView;
  /** Changes with the view, so that the picture is fetched anew. */
  readonly version: string;
  readonly nearest: string;
  readonly fromCheck: boolean;
}

const moves: readonly (readonly { readonly value: string; readonly text: string }[])[] = [
  [{ value: 'north', text: 'Up' }, { value: 'south', text: 'Down' }, { value: 'west', text: 'Left' }, { value: 'east', text: 'Right' }],
  [{ value: 'in', text: 'Closer' }, { value: 'out', text: 'Further away' }],
];

/** A map that works without script: press a place and it moves to the middle; the middle is what is chosen. */
export function MapPage({ view, version, nearest, fromCheck }: MapPageProps) {
  return (
    <>
      <StepHead step="where" />
      <h1 class="hub-q__h">Point on a map</h1>
      <p class="hub-lede">Press the place. It moves to the middle, under the red dot. Move and come closer until the dot is right.</p>
      <form class="hub-form" method="post" action={paths.reportStep('map')} novalidate>
        <HiddenFields fields={fromCheck ? { from: 'check' } : {}} />
        <PickOnMap name="point" view={view} src={`${paths.reportStep('map-picture')}?v=${version}`} alt="Map. Press a place to move it to the middle" />
        {moves.map((row) => (
          <div key={row[0]?.value} class="hub-inline">{row.map((move) => <Button key={move.value} classes="govuk-button--secondary" name="do" value={move.value}>{move.text}</Button>)}</div>
        ))}
        <p aria-live="polite"><b>In the middle:</b> {nearest}</p>
        <div class="govuk-button-group"><Button name="do" value="use">Use this place</Button></div>
      </form>
      <p class="hub-q__alt"><a href={paths.reportStep('list')}>Choose from a list of places</a><a href={paths.reportStep('where')}>Search instead</a></p>
    </>
  );
}
