/** Why something may be held back from a person who asks for what is held about them. */
export const startingExemptions = [
  { name: 'Information about somebody else', words: 'It is about another person as well, who has not agreed, and it is not reasonable to give it without their agreement.', source: 'DPA 2018, Schedule 2, paragraph 16' },
  { name: 'Crime', words: 'Giving it would be likely to harm the prevention or detection of crime, or the apprehension or prosecution of offenders.', source: 'DPA 2018, Schedule 2, paragraph 2' },
  { name: 'Legal professional privilege', words: 'It is a confidential communication with a legal adviser.', source: 'DPA 2018, Schedule 2, paragraph 19' },
  { name: 'Serious harm', words: 'Giving it would be likely to cause serious harm to the health of a person.', source: 'DPA 2018, Schedule 3' },
  { name: 'Law enforcement: prevention, inquiry or safety of others', words: 'It is necessary and proportionate not to give it, so as not to prejudice an inquiry or prosecution, or to protect public security or the rights of others.', source: 'DPA 2018, section 45(4)' },
] as const;
