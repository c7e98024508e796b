import sharp from 'sharp';

/** What the demonstration's photos show: places, and nobody. */
export type Scene = 'landing' | 'rubbish' | 'glass' | 'underpass';

const [width, height] = [1280, 960] as const;

function rect(x: number, y: number, w: number, h: number, fill: string, more = ''): string {
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${more}/>`;
}

function path(d: string, fill: string, more = ''): string {
  return `<path d="${d}" fill="${fill}" ${more}/>`;
}

/** A row of things, each drawn for its place in the row. */
function row(count: number, draw: (place: number) => string): string {
  return Array.from({ length: count }, (_, place) => draw(place)).join('');
}

/** A landing at night: a door whose lower panel is kicked in, under one lamp. */
function landing(): string {
  return [
    rect(0, 0, width, height, '#8d8a80'),
    row(9, (at) => rect(0, at * 80, width, 2, '#7c796f') + row(9, (across) => rect(across * 160 + (at % 2) * 80, at * 80, 2, 80, '#7c796f'))),
    path(`M0 720H${width}V${height}H0Z`, '#5b5a55'), path('M0 720H1280L1400 960H-120Z', '#66655f'),
    row(8, (at) => path(`M${at * 180} 720L${at * 220 - 110} 960`, 'none', 'stroke="#57564f" stroke-width="3"')),
    rect(448, 128, 384, 600, '#3d3a34'), rect(470, 150, 340, 578, '#2f5d50'),
    rect(505, 190, 120, 200, '#274e43'), rect(655, 190, 120, 200, '#274e43'), rect(505, 440, 120, 240, '#274e43'),
    path('M655 440H775V680H655Z', '#1c1f1e'), path('M655 440L775 440L762 505L735 488L716 530L694 498L668 520Z', '#2b5548'), path('M655 680L680 610L700 640L718 596L742 648L775 620V680Z', '#2b5548'),
    path('M668 520L694 498L716 530L735 488L762 505', 'none', 'stroke="#c9b68a" stroke-width="5"'), path('M655 680L680 610L700 640L718 596L742 648L775 620', 'none', 'stroke="#c9b68a" stroke-width="5"'),
    path('M640 742L700 726L726 752L662 764Z', '#2b5548'), path('M735 758L796 744L810 766Z', '#c9b68a'), path('M590 766L622 752L634 772Z', '#2b5548'),
    '<circle cx="778" cy="416" r="13" fill="#d6c9a0"/>', rect(700, 285, 40, 52, '#d6c9a0'), '<text x="720" y="324" font-family="sans-serif" font-size="32" text-anchor="middle" fill="#2a2a28">28</text>',
    path('M540 600q30-40 62-12', 'none', 'stroke="#11130f" stroke-width="10" opacity="0.6"'), path('M560 640q34-30 58 2', 'none', 'stroke="#11130f" stroke-width="8" opacity="0.5"'),
    rect(985, 120, 150, 56, '#f3ecc8'), rect(975, 108, 170, 14, '#4b4a45'), path('M985 176L760 960H1280V300Z', '#fff3b8', 'opacity="0.14"'),
  ].join('');
}

/** Bags, a sofa and a fridge in front of garages by day. */
function rubbish(): string {
  const garage = (at: number): string => rect(at * 330 - 20, 190, 300, 380, ['#7a3b32', '#3f5f78', '#7a3b32', '#56684a'][at] ?? '#7a3b32') + row(9, (line) => rect(at * 330 - 20, 225 + line * 38, 300, 4, '#00000033'));
  const bag = (x: number, y: number, size: number): string => path(`M${x} ${y}q${-size * 0.7} ${-size * 0.15} ${-size * 0.5} ${-size * 0.7}q${size * 0.1} ${-size * 0.35} ${size * 0.45} ${-size * 0.4}l${size * 0.06} ${-size * 0.2}l${size * 0.14} ${size * 0.18}q${size * 0.5} ${size * 0.1} ${size * 0.5} ${size * 0.55}q${size * 0.05} ${size * 0.5} ${-size * 0.35} ${size * 0.57}Z`, '#1d1f22') + path(`M${x - size * 0.2} ${y - size * 0.6}q${size * 0.12} ${-size * 0.12} ${size * 0.2} ${size * 0.1}`, 'none', 'stroke="#5a5f66" stroke-width="5"');
  return [
    rect(0, 0, width, 200, '#b9c6cf'), rect(0, 130, width, 70, '#55504a'), rect(0, 190, width, 400, '#a59a8b'), row(4, garage), rect(0, 570, width, 390, '#6c6d6b'),
    row(60, (at) => `<circle cx="${(at * 197) % width}" cy="${600 + ((at * 83) % 350)}" r="3" fill="#5d5e5c"/>`),
    rect(140, 330, 190, 380, '#e4e6e4'), rect(140, 450, 190, 6, '#9ea3a1'), rect(306, 380, 10, 50, '#9ea3a1'), rect(306, 480, 10, 80, '#9ea3a1'), path('M330 330L378 360V690L330 710Z', '#c3c7c5'),
    rect(450, 560, 460, 130, '#7d5a3c'), rect(450, 470, 460, 120, '#8b6747'), rect(420, 520, 70, 180, '#6d4d32'), rect(870, 520, 70, 180, '#6d4d32'), path('M690 476L742 590L668 590Z', '#d8c8a4'),
    bag(420, 800, 150), bag(560, 850, 180), bag(980, 770, 170), bag(1090, 830, 150), bag(760, 820, 130), rect(1040, 560, 120, 130, '#b08d5b', 'transform="rotate(8 1100 620)"'), rect(640, 872, 90, 12, '#cfd6da', 'transform="rotate(-12 680 878)"'),
  ].join('');
}

/** A front door's glass, smashed from outside. */
function glass(): string {
  const cracks = row(14, (at) => {
    const turn = (at / 14) * 2 * Math.PI;
    return path(`M640 430L${Math.round(640 + Math.cos(turn) * 520)} ${Math.round(430 + Math.sin(turn) * 520)}`, 'none', 'stroke="#eef4f6" stroke-width="4" opacity="0.85"');
  });
  const rings = row(3, (at) => `<circle cx="640" cy="430" r="${110 + at * 90}" fill="none" stroke="#eef4f6" stroke-width="3" opacity="0.5" stroke-dasharray="${40 + at * 25} 26"/>`);
  return [
    rect(0, 0, width, height, '#9a5b46'), row(17, (at) => rect(0, at * 58, width, 4, '#b98d7c')), row(17, (at) => row(9, (across) => rect(across * 160 + (at % 2) * 80, at * 58, 4, 58, '#b98d7c'))),
    rect(330, 60, 620, 860, '#e7e3da'), rect(370, 100, 540, 660, '#43575f'), '<clipPath id="pane"><rect x="370" y="100" width="540" height="660"/></clipPath>', `<g clip-path="url(#pane)">${cracks}${rings}</g>`,
    path('M640 340L702 366L730 428L688 500L640 522L584 486L556 420L590 362Z', '#15191b'), rect(370, 780, 540, 110, '#d6d1c6'), rect(560, 806, 160, 22, '#8d8a80'),
    rect(0, 915, width, 45, '#55534d'), row(26, (at) => path(`M${330 + ((at * 71) % 640)} ${915 + ((at * 13) % 36)}l${14 + (at % 5) * 6} -8l6 14Z`, '#cfdde2', 'opacity="0.9"')),
  ].join('');
}

/** An underpass whose lamps are out but for one. */
function underpass(): string {
  return [
    rect(0, 0, width, height, '#4c5357'), path('M0 0H1280L800 380H480Z', '#3b4145'), path('M0 960H1280L800 600H480Z', '#565a58'), path('M0 0L480 380V600L0 960Z', '#6a6c66'), path('M1280 0L800 380V600L1280 960Z', '#5f625d'),
    rect(480, 380, 320, 220, '#0f1315'), path('M560 470H720V600H560Z', '#1d2a2d'),
    row(5, (at) => path(`M${60 + at * 95} ${70 + at * 62}l${70 - at * 11} ${46 - at * 7}`, 'none', `stroke="${at === 3 ? '#fff0b0' : '#2b2f31'}" stroke-width="${18 - at * 3}"`)), path('M330 250L480 380V600L210 830Z', '#fff0b0', 'opacity="0.1"'),
    path('M90 520q40-90 90-20t80-30q10 60-40 80t-60 60', 'none', 'stroke="#b2423a" stroke-width="16"'), path('M1010 430q60-50 110 10t90-30', 'none', 'stroke="#3d6f9a" stroke-width="16"'), path('M1030 520q50-40 90 6', 'none', 'stroke="#3d6f9a" stroke-width="12"'),
    path('M400 900Q640 830 900 905Q640 950 400 900Z', '#3a4245'), row(7, (at) => rect(540 + at * 52, 780 + (at % 3) * 40, 26, 10, '#8d9295', `transform="rotate(${at * 37} ${553 + at * 52} 785)"`)),
  ].join('');
}

const drawings: Readonly<Record<Scene, () => string>> = { landing, rubbish, glass, underpass };

/** The photo as a telephone would send it, with its make hidden inside: what people see later is a copy without it. The same scene has the same bytes. */
export async function drawScene(scene: Scene): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${drawings[scene]()}<radialGradient id="edge" r="0.75"><stop offset="0.6" stop-opacity="0"/><stop offset="1" stop-opacity="0.45"/></radialGradient><rect width="${width}" height="${height}" fill="url(#edge)"/></svg>`;
  return await sharp(Buffer.from(svg)).jpeg({ quality: 78 }).withExif({ IFD0: { Make: 'Demonstration', Model: 'Drawn, not taken' } }).toBuffer();
}
