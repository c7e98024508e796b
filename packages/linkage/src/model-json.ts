import type { BlockingRule, DerivedKey, KeyExpression } from './blocking-rules.ts';
import type { Comparison } from './comparisons.ts';
import { LinkageError } from './errors.ts';
import type { ModelParameters } from './model.ts';
import type { LinkType, Settings } from './settings.ts';

/** A key function cannot be saved; its text is kept for the reader, and it must be given again to block by it. */
export interface SavedFunction {
  readonly function: string;
}

/** A trained model as JSON. */
export interface LinkageModelJson {
  readonly format: 'safer-hub-linkage';
  readonly version: 1;
  readonly linkType: LinkType;
  readonly idField?: string;
  readonly comparisons: readonly Comparison[];
  readonly blockingRules: readonly {
    readonly expressions: readonly (string | DerivedKey | SavedFunction)[];
    readonly maxBlockSize?: number;
  }[];
  readonly maxBlockSize?: number;
  /** Null for a model that has not been trained. */
  readonly parameters: ModelParameters | null;
}

/** What {@link readModel} finds in a saved model. */
export interface SavedModel {
  readonly linkType: LinkType;
  readonly settings: Settings;
  readonly parameters: ModelParameters | null;
}

/** Writes a model as plain data. */
export function writeModel({ linkType, settings, parameters }: SavedModel): LinkageModelJson {
  const { idField, comparisons, blockingRules, maxBlockSize } = settings;
  return {
    format: 'safer-hub-linkage',
    version: 1,
    linkType,
    ...(idField === undefined ? {} : { idField }),
    comparisons,
    blockingRules: blockingRules.map((rule) => ({
      expressions: rule.expressions.map((expression) =>
        typeof expression === 'function' ? { function: String(expression) } : expression,
      ),
      ...(rule.maxBlockSize === undefined ? {} : { maxBlockSize: rule.maxBlockSize }),
    })),
    ...(maxBlockSize === undefined ? {} : { maxBlockSize }),
    parameters,
  };
}

/** True for what {@link writeModel} wrote. */
export function isLinkageModel(json: unknown): json is LinkageModelJson {
  return typeof json === 'object' && json !== null && 'format' in json && json.format === 'safer-hub-linkage';
}

/**
 * Reads a saved model.
 * @param blockingRules replaces the saved rules, which must be done where one was a function
 */
export function readModel(json: LinkageModelJson, blockingRules: readonly BlockingRule[] | undefined): SavedModel {
  if (json.version !== 1) throw new LinkageError(`this model has version ${String(json.version)}; only 1 is known`);
  return {
    linkType: json.linkType,
    settings: {
      comparisons: json.comparisons,
      blockingRules: blockingRules ?? json.blockingRules.map(readRule),
      ...(json.idField === undefined ? {} : { idField: json.idField }),
      ...(json.maxBlockSize === undefined ? {} : { maxBlockSize: json.maxBlockSize }),
    },
    parameters: json.parameters,
  };
}

function readRule(rule: LinkageModelJson['blockingRules'][number]): BlockingRule {
  return {
    kind: 'block',
    expressions: rule.expressions.map((expression): KeyExpression => {
      if (typeof expression === 'string' || 'key' in expression) return expression;
      throw new LinkageError(
        `a blocking rule of this model was a function, which JSON cannot hold: ${expression.function}. ` +
          'Give the rules again: Linker.fromJSON(json, records, { blockingRules })',
      );
    }),
    ...(rule.maxBlockSize === undefined ? {} : { maxBlockSize: rule.maxBlockSize }),
  };
}
