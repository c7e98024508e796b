import { stringify } from 'csv-stringify/sync';

import { staffPage, type Framed } from '../frame/index.ts';
import { paths } from '../paths.ts';
import type { StaffActor } from '../platform/access/index.ts';
import { londonDate } from '../platform/calendar/index.ts';
import { HubError } from '../platform/errors/index.ts';
import { file, page, route, seeOther, type FieldError, type Reply, type Route, type Typed } from '../platform/http/index.ts';
import { applyRoutes } from './apply-routes.tsx';
import { AnswerPage } from './pages/answer-page.tsx';
import { FiguresPage } from './pages/figures-page.tsx';
import { ListPage } from './pages/list-page.tsx';
import { answerRecommendation, figuresOf, recommendationsToUs, recommendationToUs, reviewsOf } from './queries.ts';
import { published, reportingYear } from './rules.ts';
import { answerForm, figuresQuery, recommendationParams, reviewParams } from './schema.ts';
import { showReview } from './show-review.tsx';
import { stepRoutes } from './step-routes.tsx';

const list = route({
  method: 'GET', path: '/case-reviews', admits: 'read_cases', audit: { event: 'review.listed' },
  handle: async (visit) => {
    const { tx, actor, now } = visit;
    const [reviews, recommendations] = await Promise.all([reviewsOf(tx, actor), recommendationsToUs(tx, actor)]);
    return page(await staffPage(visit, { section: 'reviews', title: 'Case reviews', children: <ListPage reviews={reviews} recommendations={recommendations} now={now} /> }));
  },
});

const one = route({
  method: 'GET', path: '/case-reviews/:reviewId', admits: 'read_cases', params: reviewParams, audit: { event: 'review.read' },
  handle: async (visit) => {
    visit.about({ kind: 'review', id: visit.params.reviewId });
    return await showReview(visit);
  },
});

async function figures({ query, now, tx }: { query: { year?: number | undefined }; now: Framed['now']; tx: Framed['tx'] }) {
  const year = query.year ?? reportingYear(londonDate(now));
  return { year, figures: await figuresOf(tx, year) };
}

const yearly = route({
  method: 'GET', path: '/case-reviews/figures', admits: 'read_cases', query: figuresQuery, audit: { none: 'counts of a year, no person in them' },
  handle: async (visit) => {
    const { year, figures: counts } = await figures(visit);
    return page(await staffPage(visit, { section: 'reviews', title: 'Yearly figures of case reviews', children: <FiguresPage year={year} figures={counts} now={visit.now} /> }));
  },
});

const yearlyFile = route({
  method: 'GET', path: '/case-reviews/figures.csv', admits: 'read_cases', query: figuresQuery, audit: { none: 'counts of a year, no person in them' },
  handle: async (visit) => {
    const { year, figures: counts } = await figures(visit);
    const rows = [['Year', 'Applications', 'Threshold not met', 'Reviews held', 'Reviews with recommendations', 'Appeals'], [`April ${year} to March ${year + 1}`, ...[counts.applications, counts.not_met, counts.held, counts.with_recommendations, counts.appeals].map(published)]];
    return file(Buffer.from(stringify(rows)), 'text/csv; charset=utf-8', `Case reviews ${year}.csv`);
  },
});

type AnswerVisit = Framed<StaffActor> & { readonly params: { readonly recommendationId: string } };

async function answerPage(visit: AnswerVisit, errors: readonly FieldError[] = [], typed: Typed = {}): Promise<Reply> {
  const recommendation = await recommendationToUs(visit.tx, visit.actor, visit.params.recommendationId);
  return page(await staffPage(visit, { section: 'reviews', title: 'Answer a recommendation', error: errors.length > 0, children: <AnswerPage recommendation={recommendation} errors={errors} typed={typed} now={visit.now} /> }), errors.length > 0 ? 422 : 200);
}

const answering: Route[] = [
  route({ method: 'GET', path: '/case-reviews/recommendations/:recommendationId', admits: 'work_cases', params: recommendationParams, audit: { event: 'review.recommendation_read' }, handle: async (visit) => {
    visit.about({ kind: 'recommendation', id: visit.params.recommendationId });
    return await answerPage(visit);
  } }),
  route({
    method: 'POST', path: '/case-reviews/recommendations/:recommendationId', admits: 'work_cases', params: recommendationParams, body: answerForm, audit: { event: 'review.recommendation_answered' },
    handle: async (visit) => {
      const { tx, actor, now, params: { recommendationId }, form } = visit;
      visit.about({ kind: 'recommendation', id: recommendationId });
      if (!form.ok) {
        return await answerPage(visit, form.errors, form.typed);
      }
      await recommendationToUs(tx, actor, recommendationId);
      if (!(await answerRecommendation(tx, actor, recommendationId, { answer: form.value.answer, words: form.value.answer_words }, now))) {
        throw new HubError('changed_meanwhile');
      }
      return seeOther(paths.reviews(), { notice: 'Your answer is with the panel.' });
    },
  }),
];

export const routes: readonly Route[] = [list, yearly, yearlyFile, ...answering, one, ...stepRoutes, ...applyRoutes];
