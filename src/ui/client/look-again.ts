const everyMs = 2_500;

/**
 * A part with `data-look-again` tells how far background work is. It is fetched anew until the page no longer has it; then the
 * whole page is loaded. Where the window is hidden nothing is asked. Without script there is a link.
 */
export function startLookingAgain(): void {
  const part = document.querySelector('[data-look-again]');
  if (part !== null) {
    setTimeout(() => void lookAgain(part), everyMs);
  }
}

async function lookAgain(part: Element): Promise<void> {
  const next = document.visibilityState === 'visible' ? await freshPart() : 'unknown';
  if (next === 'gone') {
    location.reload();
    return;
  }
  if (next !== 'unknown' && next.innerHTML !== part.innerHTML) {
    part.replaceChildren(...next.childNodes);
  }
  setTimeout(() => void lookAgain(part), everyMs);
}

async function freshPart(): Promise<Element | 'gone' | 'unknown'> {
  try {
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) {
      return 'unknown';
    }
    return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-look-again]') ?? 'gone';
  } catch {
    // The connection is away for a moment; the next turn asks again.
    return 'unknown';
  }
}
