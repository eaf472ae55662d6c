// Describes validate.js, which gulpfile.js generates from application.schema.json before builds and
// tests.
import type { ValidateFunction } from 'ajv';
import type { Application } from './application';

export const validate: ValidateFunction<Application>;
