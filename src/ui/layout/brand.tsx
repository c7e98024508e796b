export interface BrandProps {
  /** "Safer Hub" */
  service: string;
  /** "Harlow" */
  place: string;
  href: string;
}

/** The mark is a row of day cells with one that stands out, then the name. */
export function Brand({ service, place, href }: BrandProps) {
  return (
    <a class="hub-brand" href={href}>
      <svg viewBox="0 0 28 28" aria-hidden="true" focusable="false">
        <path class="m2" d="M1 12h4v15H1zM7 12h4v15H7zM13 12h4v15h-4z" />
        <path class="m1" d="M19 1h4v26h-4z" />
        <path class="m2" d="M25 12h3v15h-3z" />
      </svg>
      <span><b>{service}</b> <span>{place}</span></span>
    </a>
  );
}
