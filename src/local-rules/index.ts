export { categories, type StartingCategory } from './starting-rules.ts';
export { startingPowers } from './starting-powers.ts';
export { startingRows, type StartingRules } from './starting-rows.ts';
export { exampleOf, templatePlaceholders, unknownMarks } from './placeholders.ts';
