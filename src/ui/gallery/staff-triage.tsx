import { BarSpark } from '../charts/bar-spark.tsx';
import { Actions } from '../hub/action.tsx';
import { Pairs } from '../hub/case.tsx';
import { Quote } from '../hub/heard.tsx';
import { FilterBar, PickList } from '../hub/lists.tsx';
import { Columns, LineList, TitleLine } from '../hub/page.tsx';
import { Warn } from '../hub/states.tsx';
import { StaffPage } from '../layout/staff-page.tsx';
import { staffSite } from './sites.ts';

const all = [{ value: '', label: 'All' }];
const here = 'staff-triage.html';

function Preview() {
  return (
    <article class="hub-preview" aria-labelledby="preview">
      <p class="hub-case__ref"><span class="num">R-5524</span> · web, no account · arrived Mon 23 Nov, 23:52</p>
      <h2 id="preview">Doors kicked and a threat on the landing</h2>
      <p><b>Answer by 5pm today.</b> <span class="quiet">It speaks of a threat, so our one-day standard applies. <a href="#change">Change that</a></span></p>
      <Actions
        bar
        actions={[
          { label: 'Link to HC-2231', href: '#link', shortcut: 'l' },
          { label: 'Accept as new case', href: '#accept', kind: 'secondary', shortcut: 'a' },
          { label: 'Merge', href: '#merge', kind: 'secondary' },
          { label: 'Refer', href: '#refer', kind: 'secondary', inPlace: true },
          { label: 'No further action…', href: '#none', kind: 'secondary', inPlace: true },
        ]}
      />
      <div class="hub-previewgrid">
        <div class="stack">
          <h3>Their words</h3>
          <Quote>“Lads on our landing again kicking every door. One shouted we are all dead if the police come. My nan is 81 and on her own at 26. I won’t give a name.”</Quote>
          <Pairs
            pairs={[
              { term: 'Where', value: 'The Stow flats, stairwell, second landing' },
              { term: 'When', value: 'Mon 23 Nov, about 23:30' },
              { term: 'Wants', value: '“Someone to come when it is happening”' },
              { term: 'Contact', value: <><b>Anonymous.</b> Reads replies through a private link</> },
              { term: 'Files', value: <>1 sound, 0:42, sealed. <a href="#play">Play the copy</a></> },
            ]}
          />
          <Warn lead="A vulnerable person is named:">woman, 81, alone at number 26. Not known to the hub.</Warn>
        </div>
        <div class="stack">
          <h3>Probably the same</h3>
          <LineList
            items={[
              <><a href="staff-case.html"><b>HC-2231</b> Threats and doors kicked</a><br /><span class="small quiet">Same stairwell, 4 incidents since 6 Nov, same hours, “landing”, “kicking”. Owner Priya Nair</span></>,
              <><a href="#r5431"><b>R-5431</b> Banging in stairwell</a><br /><span class="small quiet">40 m away, 31 Oct, closed with no further action</span></>,
              <><a href="#hc2102"><b>HC-2102</b> Threats, Wheatley Road</a><br /><span class="small quiet">120 m away, July, ended with a warning to “Jaz”</span></>,
            ]}
          />
          <BarSpark
            id="police"
            title="Police counts here have more than doubled since May"
            what="Police recorded anti-social behaviour near The Stow"
            over="Month"
            bars={[{ label: 'May', value: 6 }, { label: 'Jun', value: 8 }, { label: 'Jul', value: 7 }, { label: 'Aug', value: 9 }, { label: 'Sep', value: 11 }, { label: 'Oct', value: 14, marked: true }]}
            source="Anti-social behaviour within 250 m of The Stow, police.uk street data to October 2026. Points are moved to the nearest street, so small counts are rough."
          />
        </div>
      </div>
    </article>
  );
}

export function StaffTriage() {
  return (
    <StaffPage site={staffSite('Triage')} title="Triage">
      <TitleLine title="Triage" says="9 reports. 1 is late. Shortest clock first." />
      <FilterBar
        action={here}
        fields={[
          { kind: 'select', name: 'area', label: 'Area', value: '', options: [{ value: '', label: 'All areas' }, { value: 'stow', label: 'The Stow' }] },
          { kind: 'select', name: 'kind', label: 'Kind', value: '', options: all },
          { kind: 'select', name: 'from', label: 'From', value: '', options: all },
        ]}
        links={[{ href: '#save', label: 'Save this list' }, { href: '#export', label: 'Export' }]}
      />
      <Columns shape="triage">
        <PickList
          label="Reports to triage"
          items={[
            { href: '#1', title: 'Man sleeping in the bin store, unwell', clock: '3 h late', late: true, detail: 'Bush Fair · phone, desk · yesterday 13:05' },
            { href: '#2', title: 'Graffiti, word aimed at a faith group', clock: '4 h left', detail: <>Market Square · <b>hate</b> · faith centre · 08:45</> },
            { href: here, title: 'Doors kicked and a threat on the landing', clock: '7 h left', detail: 'The Stow flats · web, anonymous · 23:52', current: true },
            { href: '#4', title: 'Pupils followed from the bus station', clock: '7 h left', detail: 'Bus station · school, trusted · 16:40' },
            { href: '#5', title: 'Shop window broken, second time', clock: '7 h left', detail: 'Old Harlow · web · yesterday 16:10' },
            { href: '#6', title: 'Fly-tipped fridges behind the church hall', clock: '1 day left', detail: 'Old Harlow · trusted · 07:15' },
            { href: '#7', title: 'Cars racing, Second Avenue', clock: '2 days left', detail: 'Staple Tye · 3 reports · Sun 22:30' },
          ]}
          keys={[{ key: 'j', does: 'next' }, { key: 'k', does: 'back' }, { key: 'a', does: 'accept' }, { key: 'l', does: 'link' }]}
        />
        <Preview />
      </Columns>
    </StaffPage>
  );
}
