/** A mistake in what the caller gave: settings, records or a model that do not fit together. The message says what to do. */
export class LinkageError extends Error {
  override readonly name = 'LinkageError';
}
