const source = 'The hub’s own starting value; your board decides';
const base = { times: 1, from_hour: 7, to_hour: 20, source };

/** What a partnership starts with. */
export const startingReadingRules = [
  { ...base, rule: 'many_files', times: 3, least: 20 }, { ...base, rule: 'own_street', least: 1 }, { ...base, rule: 'own_name', least: 1 }, { ...base, rule: 'colleague', least: 1 },
  { ...base, rule: 'out_of_hours', least: 3 }, { ...base, rule: 'behind_wall', least: 1 }, { ...base, rule: 'no_link', least: 15 },
] as const;
