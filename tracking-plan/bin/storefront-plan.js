#!/usr/bin/env node
import { runPlanCli } from '../dist/cli/main.js';

await runPlanCli(process.argv.slice(2));
