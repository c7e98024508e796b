import type { RiskOption, RiskQuestion, RiskTemplateContent } from './template.ts';

type Choice = readonly [text: string, points: number, more?: Pick<RiskOption, 'flag' | 'atLeast'>];

function scored(key: string, text: string, choices: readonly Choice[], hint = ''): RiskQuestion {
  return { key, text, hint, kind: 'scored', many: false, options: choices.map(([words, points, more], place) => ({ key: `${key}-${place}`, text: words, points, ...more })) };
}

function told(key: string, text: string, choices: readonly Choice[] = [], hint = ''): RiskQuestion {
  return { ...scored(key, text, choices, hint), kind: 'information' };
}

/**
 * The question set that councils in England have used since the call-handling trials of 2010 and 2011. Its points and cut points
 * differ from town to town: they are local policy, not law, and meant to be edited.
 */
export const defaultRiskTemplate: RiskTemplateContent = {
  name: 'ASB risk assessment',
  questions: {
    source: 'Local policy of the partnership, not law. Questions as councils have used them since the call-handling trials of 2010 and 2011; points and cut points are each town’s own.',
    list: [
      scored('often', 'Apart from this, how often do you have problems?', [['This is the only time', 0], ['Occasionally', 1], ['Most weeks', 3], ['Most days', 4], ['Daily', 5]]),
      scored('linked', 'Is it linked to previous incidents?', [['No', 0], ['Yes', 2]]),
      scored('worse', 'Is it happening more often, or getting worse?', [['No', 0], ['More often', 1], ['Worse', 2], ['More often and worse', 3]]),
      scored('know', 'Do you know who is doing it?', [['No', 0], ['By sight', 1], ['Well', 2]]),
      scored('reputation', 'Do they, or people around them, have a reputation for intimidation or violence?', [['No', 0], ['Not known', 1], ['They have a reputation', 2], ['They are harassing you now', 5]]),
      told('others-told', 'Have you told any other agency? Which, and what happened?'),
      scored('targeted', 'Is it aimed at you, a group or the community?', [['At nobody in particular', 0], ['At the community', 1], ['At a group you belong to', 2], ['At you', 4]]),
      scored('hate', 'Do you, or does anyone, think it is because of race, religion, disability, sexual orientation or transgender identity?', [['No', 0], ['Yes', 4, { flag: 'hate', atLeast: 'medium' }]], 'What they think is enough. Nobody has to prove it'),
      scored('personal', 'Is there anything that puts you, or someone at home, at more risk?', [['No', 0], ['One thing', 2], ['Several things', 4], ['They depend on others to stay safe', 5]], 'Age, disability, pregnancy, isolation, language'),
      scored('affected', 'How affected do you feel?', [['Not at all', 0], ['A little', 1], ['Moderately', 2], ['A lot', 3], ['Extremely', 5]]),
      scored('health', 'Has it affected your health, or anyone’s?', [['No', 0], ['Mental or physical health', 3], ['Both', 5]]),
      told('suicide', 'Have you had thoughts of ending your life, or of harming yourself?', [['No', 0], ['Yes', 0, { flag: 'suicidal', atLeast: 'high' }], ['Did not want to say', 0], ['Not asked, it was not safe to ask', 0]], 'Ask it plainly. Asking does not put the thought there'),
      told('children', 'Are there children at home, or affected?', [['No', 0], ['Yes', 0, { flag: 'child' }]]),
      scored('professional', 'Do you already have professional support?', [['Yes', 0], ['No', 2]]),
      scored('family', 'Do you have friends or family near?', [['Close by', 0], ['A few', 1], ['Nobody', 3]]),
      scored('others', 'Are others affected?', [['No', 0], ['Someone else at home', 1], ['Neighbours', 2], ['The whole street or block', 3]]),
    ],
    flags: [
      { key: 'hate', name: 'Hate', first: false, words: 'Treat it as a hate incident: a named person within one working day. Tell them about third-party reporting and offer a referral to hate crime support.' },
      {
        key: 'suicidal', name: 'Thoughts of suicide or self-harm', first: true,
        words: 'If they are in danger now, ring 999 and stay with them or on the line.\nIf not: give them Samaritans, 116 123, free at any hour, and NHS 111, option 2, for a mental health crisis. Ask who can be with them today.\nTell your safeguarding lead today. Share with adult or children’s services even without consent if a life may be at risk.\nDo not leave them with a leaflet. Agree when you will speak next.',
      },
      { key: 'child', name: 'Child affected', first: false, words: 'Think about a referral to children’s social care. Speak to your safeguarding lead if you are not sure.' },
    ],
  },
  bands: [
    { key: 'standard', from: 0, officerDays: 56, supervisorDays: null },
    { key: 'medium', from: 15, officerDays: 28, supervisorDays: 56 },
    { key: 'high', from: 25, officerDays: 14, supervisorDays: 28 },
  ],
};
