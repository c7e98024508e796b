/** Sentences that invented residents say. Each kind has its own; {night}, {since} and {who} are filled in. */
export const said: Readonly<Record<string, readonly string[]>> = {
  noise: ['Music again until {night}. The bass comes through the floor and nobody in our block slept.', 'Party upstairs, shouting on the balcony until {night}. It has been like this {since}.', 'An alarm has gone off every night {since} and nobody turns it off.', 'They drag furniture and shout at {night}. I asked once and they laughed.'],
  neighbours: ['Next door throw rubbish over the fence and swear at my children. It has gone on {since}.', 'Arguments in the garden every evening, bottles broken, and they shout at anyone who looks.', '{who} bang on the wall and kick our door when we come home.'],
  threats: ['One of them said he knows what time I get home. I am scared to use the stairs.', '{who} followed me to my door and said I would be sorry if I told anyone.', 'He stood outside and shouted that he would put my windows in. This is the third time {since}.', 'They waited by the bins and would not let me past. One had something in his hand.'],
  groups: ['{who} on the landing again, kicking doors and shouting. It starts about {night}.', 'About ten of them block the path and throw things at people walking past.', 'Stairwell full of people smoking and shouting. My mum will not go out after dark.', 'They ride bikes through the shops and shout at the old people. Every weekend {since}.'],
  damage: ['Our front door glass was smashed in the night. Second time {since}.', 'Somebody has painted all over the wall and broken the lights.', 'Bins set on fire behind the shops. Black smoke up to the flats.'],
  drugs: ['Cars pull up for two minutes all evening, someone leans in, and off they go. {since}.', 'People use drugs by the garages and leave needles. My children walk past it to school.', 'The smell comes through the vents and strangers ring our bell at {night} asking for someone.'],
  'street-drinking': ['The same few drink on the benches from morning and shout at women walking past.', 'Bottles and cans everywhere and a fight at about {night}.'],
  vehicles: ['Cars racing up and down until {night}. Someone will be killed.', 'Mopeds on the footpath with no lights. They nearly hit a child with a scooter.', 'A car has stood on the verge {since}, windows broken, and children climb in it.'],
  rubbish: ['Three fridges and a sofa dumped by the garages.', 'Bags of rubbish thrown from a van in the night. There are rats now.', 'Broken glass and needles where the little ones play.'],
  animals: ['Two big dogs run loose on the green and went for my little one.', 'A dog is left in the flat and howls from eight until six.'],
  fireworks: ['Fireworks let off between parked cars until {night}. One hit a window.', 'Rockets aimed at the bus stop. People were screaming.'],
  begging: ['A man follows people from the cash machine and gets angry when they say no.', 'Someone is sleeping in the bin store. He does not look well and I am worried about him.'],
  hate: ['They shout about my religion every time I go to the shop. Today they pulled at my scarf.', '{who} shouted at us because of where we come from and spat at our car.', 'They copy how my brother walks and call him names. He will not leave the house now.'],
  place: ['The lights in the underpass are out and you cannot see who is in there.', 'The path behind the shops is pitch dark and people hide in the bushes.'],
  exploitation: ['A lad who is not from here has moved in with my neighbour, who has learning difficulties. Young people come at all hours.', 'A boy of about thirteen stands on the corner with two phones when he should be at school.'],
  domestic: ['I hear her crying and things breaking. She had a mark on her face.', 'He checks my phone and takes my money. I do not feel safe saying more here.'],
};

export const wanted: Readonly<Record<string, readonly string[]>> = {
  threats: ['I want it to stop. I do not want them to know it was me.', 'Someone to come when it is happening.'],
  hate: ['I want them told that this is a crime.', 'I want to feel safe going to the shop.'],
  domestic: ['I want someone to help her without him knowing.'],
  any: ['I want it to stop.', 'Someone to come when it is happening.', 'Speak to them, please, without saying who told you.', 'Clear it up and put a camera there.', 'Just make a note of it, in case it happens again.', 'Mend the lights.'],
};

export const troublemakers = ['Three or four young men', 'A group of teenagers', 'The two lads from the end flat', 'A tall man on a red moped', 'The people in the flat above'] as const;
export const nights = ['two in the morning', 'half past one', 'three in the morning', 'midnight', 'four o’clock'] as const;
export const sinces = ['since the summer', 'for three weeks', 'since September', 'for months', 'since they moved in'] as const;
