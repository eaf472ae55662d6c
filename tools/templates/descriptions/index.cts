import { description as alertOnFailure } from './alertOnFailure.cts';
import { description as checkMySetup } from './checkMySetup.cts';
import { description as exactlyOnce } from './exactlyOnce.cts';
import { description as mailToRecruiter } from './mailToRecruiter.cts';
import { description as needsReview } from './needsReview.cts';
import { description as readTheCv } from './readTheCv.cts';
import { description as routeByJob } from './routeByJob.cts';
import { description as sameCandidate } from './sameCandidate.cts';
import { description as sendATestApplication } from './sendATestApplication.cts';
import { description as tellTheCandidate } from './tellTheCandidate.cts';
import { description as toAts } from './toAts.cts';
import { description as toFolder } from './toFolder.cts';
import { description as toGreenhouse } from './toGreenhouse.cts';
import { description as toRecruitee } from './toRecruitee.cts';
import type { Description } from '../description.cts';

/** The descriptions of all templates, by file. */
export const DESCRIPTIONS: Readonly<Record<string, Description>> = {
	'alert-on-failure.json': alertOnFailure,
	'check-my-setup.json': checkMySetup,
	'exactly-once.json': exactlyOnce,
	'mail-to-recruiter.json': mailToRecruiter,
	'needs-review.json': needsReview,
	'read-the-cv.json': readTheCv,
	'route-by-job.json': routeByJob,
	'same-candidate.json': sameCandidate,
	'send-a-test-application.json': sendATestApplication,
	'tell-the-candidate.json': tellTheCandidate,
	'to-ats.json': toAts,
	'to-folder.json': toFolder,
	'to-greenhouse.json': toGreenhouse,
	'to-recruitee.json': toRecruitee,
};
