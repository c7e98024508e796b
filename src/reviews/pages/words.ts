import type { ReviewState } from '../rules.ts';

export const stateNames: Readonly<Record<ReviewState, string>> = {
  applied: 'Asked for', acknowledged: 'Acknowledged', not_met: 'Threshold not met', panel: 'Before the panel', outcome: 'Outcome given', appealed: 'Under appeal', closed: 'Closed', withdrawn: 'Withdrawn',
};

export const applicantNames = { victim: 'The victim', family: 'Family or friend', councillor: 'Councillor', mp: 'Member of Parliament', other: 'Someone else' } as const;

export const partNames = { attends: 'Attends for part of the meeting', represented: 'Is represented', written: 'Sends their words', declined: 'Was asked and does not wish to' } as const;

export const answerNames = { accepted: 'Accepted', part: 'Accepted in part', refused: 'Not accepted' } as const;
