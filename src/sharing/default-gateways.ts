/** A legal way through which facts may pass from one agency to another, in words for the person who decides. */
export interface GatewayContent {
  readonly code: string;
  readonly name: string;
  readonly words: string;
  readonly source: string;
  readonly inForceFrom: string;
  readonly inForceTo: string | null;
}

/**
 * The gateways that community safety partners use most. Each names a power or duty; UK GDPR, the Data Protection Act 2018 and the
 * Human Rights Act still apply: only what is necessary and proportionate passes. The partnership's adviser checks and edits them.
 */
export const defaultGateways: readonly GatewayContent[] = [
  {
    code: 'cda-115', name: 'Crime and Disorder Act 1998, section 115', inForceFrom: '1998-09-30', inForceTo: null,
    words: 'Anyone may disclose to the council, police, fire and rescue, probation, the integrated care board or a registered housing provider where it is necessary or expedient for a purpose of that Act, such as reducing crime and disorder. It is a power, not a duty: you may say no, and you keep control of what you share.',
    source: 'Crime and Disorder Act 1998 s.115',
  },
  {
    code: 'asb-case-review', name: 'Anti-social Behaviour, Crime and Policing Act 2014, Schedule 4, paragraph 7', inForceFrom: '2014-10-20', inForceTo: null,
    words: 'For an ASB Case Review the relevant bodies may ask each other for information, and must answer unless the law forbids it.',
    source: 'Anti-social Behaviour, Crime and Policing Act 2014 Sch.4 para.7',
  },
  {
    code: 'public-task', name: 'Public task (UK GDPR article 6(1)(e)) with substantial public interest', inForceFrom: '2018-05-25', inForceTo: null,
    words: 'The receiver needs it for a task in the public interest that the law gives it. For health, ethnicity and other special kinds of data, one of the conditions of Schedule 1 of the Data Protection Act 2018 must hold too, such as preventing unlawful acts (paragraph 10).',
    source: 'UK GDPR art. 6(1)(e), 9(2)(g); Data Protection Act 2018 Sch.1 paras 6 and 10',
  },
  {
    code: 'safeguarding', name: 'Safeguarding children and people at risk', inForceFrom: '2018-05-25', inForceTo: null,
    words: 'To protect a child, or an adult who is at risk, from neglect or harm. You may share without consent if asking would put them at more risk or cannot reasonably be done. Say why.',
    source: 'Data Protection Act 2018 Sch.1 para.18; Children Act 2004 s.11; Care Act 2014 ss.42 to 45; Domestic Abuse Act 2021, statutory guidance',
  },
  {
    code: 'vital-interests', name: 'To protect someone’s life (UK GDPR article 6(1)(d))', inForceFrom: '2018-05-25', inForceTo: null,
    words: 'Someone may die or be seriously hurt if you do not share now. Share what is needed, then record it here.',
    source: 'UK GDPR art. 6(1)(d), 9(2)(c)',
  },
  {
    code: 'law-enforcement', name: 'Law enforcement between competent authorities (Data Protection Act 2018, Part 3)', inForceFrom: '2018-05-25', inForceTo: null,
    words: 'Between police, probation and a council acting as prosecutor, to prevent, investigate, detect or prosecute crime. Every consultation and disclosure must be logged; the hub does.',
    source: 'Data Protection Act 2018 ss.35 and 62, Sch.8',
  },
  {
    code: 'serious-violence', name: 'Serious Violence Duty (Police, Crime, Sentencing and Courts Act 2022)', inForceFrom: '2023-01-31', inForceTo: null,
    words: 'Specified authorities may share with each other for the Serious Violence Duty. It does not open patient information.',
    source: 'Police, Crime, Sentencing and Courts Act 2022 ss.7 to 18',
  },
  {
    code: 'legal-duty', name: 'A duty or an order of a court (UK GDPR article 6(1)(c))', inForceFrom: '2018-05-25', inForceTo: null,
    words: 'The law or a court says that it must be given. Name the Act and section, or the court and the date of its order, in the purpose. About offences, article 10 and Schedule 1 of the Data Protection Act 2018 have to hold too.',
    source: 'UK GDPR art. 6(1)(c) and 10; Data Protection Act 2018 Sch.1',
  },
  {
    code: 'consent', name: 'Consent of the person (UK GDPR article 6(1)(a)): rarely the right ground', inForceFrom: '2018-05-25', inForceTo: null,
    words: 'Only where they could freely say no and may take it back at any time, such as a referral to support that they asked for. Where you would share anyway, it is not consent: use another ground. Keep how and when they agreed.',
    source: 'UK GDPR art. 6(1)(a) and 7',
  },
];
