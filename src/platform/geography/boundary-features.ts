/** The feature objects of a GeoJSON text, one at a time, without holding the file in memory. */

const openers = '{[';
const closers = '}]';

/** One scan over the text: knows where it is in nesting and strings, and cuts out the objects of "features". */
export class FeatureScanner {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #key = '';
  #string = '';
  #inFeatures = false;
  #feature: string[] | undefined;
  #sawFeatures = false;

  get sawFeatures(): boolean {
    return this.#sawFeatures;
  }

  get isComplete(): boolean {
    return this.#depth === 0 && !this.#inString;
  }

  /** Texts of the features that end in this chunk. */
  scan(chunk: string): string[] {
    const done: string[] = [];
    let start = this.#feature === undefined ? -1 : 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const character = chunk[index] ?? '';
      if (this.#inString) {
        this.#readString(character);
        continue;
      }
      if (character === '"') {
        this.#inString = true;
        this.#string = '';
      } else if (character === ':' && this.#depth === 1) {
        this.#key = this.#string;
      } else if (openers.includes(character)) {
        if (this.#depth === 1 && character === '[' && this.#key === 'features') this.#enterFeatures();
        if (this.#depth === 2 && this.#inFeatures && character === '{') {
          this.#feature = [];
          start = index;
        }
        this.#depth += 1;
      } else if (closers.includes(character)) {
        this.#depth -= 1;
        if (this.#depth === 1) this.#inFeatures = false;
        if (this.#depth === 2 && this.#feature !== undefined) {
          done.push(this.#feature.join('') + chunk.slice(start, index + 1));
          this.#feature = undefined;
          start = -1;
        }
      }
    }
    if (this.#feature !== undefined && start >= 0) this.#feature.push(chunk.slice(start));
    return done;
  }

  #enterFeatures(): void {
    this.#inFeatures = true;
    this.#sawFeatures = true;
  }

  #readString(character: string): void {
    if (this.#escaped) this.#escaped = false;
    else if (character === '\\') this.#escaped = true;
    else if (character === '"') {
      this.#inString = false;
      return;
    }
    // Only keys of the outermost object matter.
    if (this.#depth === 1) this.#string += character;
  }
}
