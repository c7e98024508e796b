import { blockOn, valueOf, type BlockingRule, type KeyExpression } from './blocking-rules.ts';
import type { SqlComparison, SqlLevel } from './comparisons.ts';
import { LinkageError } from './errors.ts';
import type { SavedModel } from './model-json.ts';
import type { SlotParameters } from './model.ts';
import { parseSql, type SqlNode } from './sql-expression.ts';

/** The parts of Splink's model JSON that are read. */
interface SplinkModel {
  readonly link_type: string;
  readonly probability_two_random_records_match?: number;
  readonly unique_id_column_name?: string;
  readonly blocking_rules_to_generate_predictions?: readonly (string | { readonly blocking_rule: string })[];
  readonly comparisons: readonly SplinkComparison[];
}

interface SplinkComparison {
  readonly output_column_name: string;
  readonly comparison_levels: readonly SplinkLevel[];
}

interface SplinkLevel {
  readonly sql_condition: string;
  readonly label_for_charts?: string;
  readonly is_null_level?: boolean;
  readonly m_probability?: number;
  readonly u_probability?: number;
  readonly tf_adjustment_column?: string;
  readonly tf_adjustment_weight?: number;
  readonly tf_minimum_u_value?: number;
}

/** Splink's prior where a model names none. */
const DEFAULT_PRIOR = 0.0001;

/** True for Splink's settings or model JSON (versions 3 to 5). */
export function isSplinkModel(json: unknown): json is SplinkModel {
  return typeof json === 'object' && json !== null && 'link_type' in json && 'comparisons' in json && Array.isArray(json.comparisons);
}

/**
 * Reads Splink's own model JSON: its SQL conditions are parsed and worked out here, its weights are used as they are.
 * @throws LinkageError for SQL that is not understood, or a blocking rule that is more than equalities joined by AND
 */
export function readSplinkModel(model: SplinkModel, blockingRules: readonly BlockingRule[] | undefined): SavedModel {
  const rules = model.blocking_rules_to_generate_predictions ?? [];
  return {
    linkType: model.link_type === 'link_only' ? 'link' : 'dedupe',
    settings: {
      ...(model.unique_id_column_name === undefined ? {} : { idField: model.unique_id_column_name }),
      comparisons: model.comparisons.map(readComparison),
      blockingRules:
        blockingRules ?? rules.map((rule) => readBlockingRule(typeof rule === 'string' ? rule : rule.blocking_rule)),
    },
    parameters: {
      lambda: model.probability_two_random_records_match ?? DEFAULT_PRIOR,
      comparisons: model.comparisons.map((comparison) => [readParameters(comparison)]),
      dependence: [],
    },
  };
}

function readComparison({ output_column_name: name, comparison_levels: levels }: SplinkComparison): SqlComparison {
  return {
    kind: 'sql',
    name,
    levels: levels.map((level): SqlLevel => ({
      label: level.label_for_charts ?? level.sql_condition,
      sql: level.sql_condition,
      isNull: level.is_null_level ?? false,
      ...(level.tf_adjustment_column === undefined
        ? {}
        : {
            termFrequency: {
              column: level.tf_adjustment_column.replace(/^["`]|["`]$/g, ''),
              weight: level.tf_adjustment_weight ?? 1,
              minimumU: level.tf_minimum_u_value ?? 0,
            },
          }),
    })),
  };
}

/** m and u from the worst level up; a level that Splink has not trained is no evidence, as both are 0. */
function readParameters({ comparison_levels: levels }: SplinkComparison): SlotParameters {
  const evidence = levels.filter((level) => level.is_null_level !== true).reverse();
  const trained = evidence.map(({ m_probability: m, u_probability: u }) => m !== undefined && u !== undefined);
  return {
    m: evidence.map((level, i) => (trained[i] === true ? (level.m_probability ?? 0) : 0)),
    u: evidence.map((level, i) => (trained[i] === true ? (level.u_probability ?? 0) : 0)),
  };
}

/** A rule of Splink's: equalities of the left and right record, joined by AND. */
export function readBlockingRule(sql: string): BlockingRule {
  const unsupported = (): never => {
    throw new LinkageError(
      `this blocking rule is more than equalities of l. and r. joined by AND: ${sql}. Give rules of your own: Linker.fromJSON(json, records, { blockingRules })`,
    );
  };
  const expressions = conjuncts(parseSql(sql)).map((node): KeyExpression => {
    if (node.kind !== 'operator' || node.name !== '=') return unsupported();
    const [left, right] = node.args.map((arg) => JSON.stringify(withoutSides(arg)));
    const [first] = node.args;
    if (left !== right || first === undefined) return unsupported();
    if (first.kind === 'column') return valueOf(first.name, 'raw');
    return { key: 'sql', fields: [...new Set(columnNames(first))], form: 'raw', expression: withoutSides(first) };
  });
  return blockOn(...expressions);
}

function conjuncts(node: SqlNode): SqlNode[] {
  return node.kind === 'operator' && node.name === 'and' ? node.args.flatMap(conjuncts) : [node];
}

function withoutSides(node: SqlNode): SqlNode {
  if (node.kind === 'column') return { ...node, side: null };
  return node.kind === 'literal' ? node : { ...node, args: node.args.map(withoutSides) };
}

function columnNames(node: SqlNode): string[] {
  if (node.kind === 'column') return [node.name];
  return node.kind === 'literal' ? [] : node.args.flatMap(columnNames);
}
