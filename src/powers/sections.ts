import { citation, type Power } from './power.ts';

/** Where the Act says what a check asks. A row that is not here is cited by the section of its power. */
const sections: Readonly<Record<string, string>> = {
  'cpw.age': 's.43(1)', 'cpw.conditions': 's.43(5)', 'cpw.dated_evidence': 's.43(1)', 'cpw.tests': 's.43(1)', 'cpw.inform': 's.43(6)',
  'cpn.age': 's.43(1)', 'cpn.written_warning': 's.43(5)(a)', 'cpn.time_given': 's.43(5)(b)', 'cpn.persistence': 's.43(1)(a)', 'cpn.matching_conditions': 's.43(5)', 'cpn.conditions': 's.43(3)', 'cpn.inform': 's.43(6)', 'cpn.consultees': 's.43(6)', 'cpn.tests': 's.43(1)', 'cpn.agency': 's.53',
  'cpn_fixed_penalty.breach': 's.48', 'cpn_fixed_penalty.penalty': 's.52',
  'injunction.age': 's.1(1)', 'injunction.tests': 's.1(2) and (3)', 'injunction.length': 's.1(6)', 'injunction.arrest': 's.4(1)', 'injunction.exclusion': 's.13', 'injunction.consultees': 's.14', 'injunction.inform': 's.14', 'injunction.agency': 's.5',
  'cbo.length': 's.334', 'cbo.conviction': 's.330', 'cbo.consultees': 's.331', 'cbo.age': 's.330',
  'dispersal_authorisation.grade': 's.34', 'dispersal_authorisation.length': 's.34(1)', 'dispersal_authorisation.grounds': 's.34(4)',
  'dispersal_direction.age': 's.35(1)', 'dispersal_direction.length': 's.35(7)', 'dispersal_direction.home_excluded': 's.36',
  'pspo.agency': 's.59(1)', 'pspo.length': 's.60(1)', 'pspo.consultees': 's.72(3)', 'pspo.published': 's.72(3)', 'pspo.tests': 's.59(2) and (3)', 'pspo_breach.penalty': 's.68',
  'closure_notice.grade': 's.76(1)', 'closure_notice.length': 's.77', 'closure_notice.owner_admitted': 's.76(4)', 'closure_notice.inform': 's.76(6)', 'closure_notice.consultees': 's.76(7)', 'closure_notice.tests': 's.76(1)',
  'closure_order.closure_notice': 's.80(1) and (3)', 'closure_order.length': 's.80(6)', 'closure_order.tests': 's.80(5)',
  'possession.possession': 's.83ZA and 84A',
};

/** Words of each row, as often as a ladder shows them. */
const written = new WeakMap<Pick<Power, 'code' | 'act' | 'section'>, Map<string, string>>();

export function cites(power: Pick<Power, 'code' | 'act' | 'section'>, check: string): string {
  const ofPower = written.get(power) ?? new Map<string, string>();
  written.set(power, ofPower);
  const words = ofPower.get(check) ?? citation(power, sections[`${power.code}.${check}`]);
  ofPower.set(check, words);
  return words;
}
