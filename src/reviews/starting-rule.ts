/** The procedure that a new partnership starts with: three reports in six months, or one hate incident (Essex; Anti-social Behaviour, Crime and Policing Act 2014, s.104). */
export const startingReviewRule = {
  name: 'Local procedure', reports_needed: 3, in_months: 6, several_needed: 0, hate_alone: true, complaint_days: 31, apply_months: 6,
  ack_days: 3, decide_days: 14, meet_days: 21, outcome_days: 10, appeal_days: 15,
  appeal_to: 'the chair of the community safety partnership', source: 'Essex procedure; 2014 Act s.104. The Crime and Policing Act 2026 lets the local policing body review such decisions: not commenced, date unknown', in_force_from: '2020-01-01',
} as const;
