/**
 * Where a form may take the phone's position: a button asks for it, so that nobody is asked before they wish to give it.
 * Refused, too slow or unknown, the form is sent with the place that was chosen or written.
 */
export function startPositions(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-position]')) {
    const field = form.querySelector<HTMLInputElement>('input[name="position"]');
    const before = form.querySelector('button[type="submit"], button:not([type])');
    if (field === null || before === null || !('geolocation' in navigator)) continue;
    const ask = Object.assign(document.createElement('button'), { type: 'button', className: 'govuk-button govuk-button--secondary', textContent: 'Use where I am' });
    const said = document.createElement('p');
    said.setAttribute('role', 'status');
    ask.addEventListener('click', () => {
      said.textContent = 'Finding where you are';
      navigator.geolocation.getCurrentPosition(
        ({ coords: { latitude, longitude, accuracy } }) => {
          // Some ten metres: as exact as a phone is in a street.
          field.value = `${latitude.toFixed(4)},${longitude.toFixed(4)}`;
          said.textContent = `Your position will be kept with the patrol, to within ${Math.max(10, Math.round(accuracy))} metres.`;
        },
        () => { said.textContent = 'Your phone did not give a position. Choose the place or write it.'; },
        { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
      );
    });
    const row = document.createElement('div');
    row.append(ask, said);
    before.before(row);
  }
}
