// Describes validate.js, which gulpfile.js makes of application.schema.json before each build and test.
import type { ValidateFunction } from 'ajv';
import type { Application } from './application';

export const validate: ValidateFunction<Application>;
