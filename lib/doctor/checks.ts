import { counted } from '../report/report-words.ts';
import { type Check, check } from './check.ts';
import { cannotTell, notUsed, ok, problem, type Verdict } from './check-result.ts';
import { type Deployment, stagesIn } from './deployment.ts';
import { notificationChecks } from './notification-checks.ts';
import { NoCredentialsError, signIn, UnansweredError } from './unanswered.ts';

/** Without these, nothing else can be asked. */
export const prerequisites: readonly Check[] = [
  check({
    name: 'function',
    needs: ['lambda:GetFunctionConfiguration'],
    subjects: ({ input, deployedFunction }) =>
      input.functionName === null
        ? notUsed('none was named (--function), so the settings are those of this command and its environment')
        : [deployedFunction],
    async judge(deployed, _probes, { input }) {
      if (deployed instanceof UnansweredError) throw deployed;
      if (deployed === null) {
        return problem(
          `there is no function ${input.functionName} in ${input.region}`,
          'name it as it is deployed, set AWS_REGION to its region, or give its ARN',
        );
      }
      const { arn, runtime, failure } = deployed;
      return failure === null ? ok(`${arn}, ${runtime}`) : problem(`${arn} cannot run: ${failure}`, 'deploy it again');
    },
  }),
  // The other checks ask with these; the function has credentials of its own.
  check({
    name: 'credentials',
    needs: ['sts:GetCallerIdentity'],
    subjects: ({ caller }) => [caller],
    async judge(caller, _probes, { accountId: home }) {
      if (caller instanceof NoCredentialsError) return problem(caller.message, signIn);
      if (caller instanceof UnansweredError) throw caller;
      const { accountId, arn } = caller;
      if (accountId === home) return ok(`account ${accountId}, as ${arn}`);
      return cannotTell(
        `they are of account ${accountId}, as ${arn}, while the function is in account ${home}: what they may do says little of it`,
        `use credentials of account ${home}`,
      );
    },
  }),
];

/** Every other check, a row each. A check is for what a person gets wrong and nothing else notices. */
export const checks: readonly Check[] = [
  check({
    name: 'configuration',
    needs: [],
    subjects: ({ problems }) => [problems],
    async judge(problems, _probes, { settings, input }) {
      if (problems.length > 0) {
        const remedy =
          input.functionName === null
            ? 'set the variable, or give the option of this command; --function reads them all from the deployed function'
            : 'set the parameter, and deploy again';
        return problem(problems.join('; '), remedy);
      }
      const unused = settings.unused.map((name) => `; ${name} has no effect`).join('');
      return ok(`${counted(settings.stateSources?.length ?? 0, 'source')} of states${unused}`);
    },
  }),
  check({
    name: 'states',
    needs: ['s3:ListBucket', 's3:GetObject'],
    subjects: ({ settings, sources }) =>
      settings.stateSources === null ? notUsed('no source of states can be used') : sources,
    about: ({ source }) => source.uri,
    async judge({ states }) {
      const details = states.map((state) =>
        state.kind === 'READ'
          ? `${counted(state.stages.length, 'stage')}  ${state.uri}`
          : `${state.uri}: ${state.reason}`,
      );
      const unusable = states.filter((state) => state.kind === 'UNUSABLE');
      const unread = states.filter((state) => state.kind === 'UNREAD');
      const of = ` of ${counted(states.length, 'state')}`;
      const because = [...unusable, ...unread].map(({ uri, reason }) => `: ${uri}: ${reason}`)[0] ?? '';
      if (unusable.length > 0) {
        const remedy = 'fix or write the state again, or take it out of STATE_SOURCES';
        return problem(`${unusable.length}${of} cannot be used${because}`, remedy, details);
      }
      if (unread.length > 0) {
        const remedy = 'have the right granted to the identity that runs this';
        return cannotTell(`${unread.length}${of} could not be read${because}`, remedy, details);
      }
      const stages = states.flatMap((state) => (state.kind === 'READ' ? state.stages : [])).length;
      return ok(`${counted(states.length, 'state')} with ${counted(stages, 'stage')}`, details);
    },
  }),
  // One stage stands for all of its account and region: who may read it may read the others.
  check({
    name: 'stages',
    needs: ['apigateway:GET', 'sts:AssumeRole'],
    subjects(deployment) {
      const byPlace = new Map(stagesIn(deployment).map((stage) => [`${stage.accountId} ${stage.region}`, stage]));
      return byPlace.size === 0 ? withoutStages(deployment) : [...byPlace.values()];
    },
    about: ({ accountId, region }) => `${accountId} ${region}`,
    async judge(stage, probes, { accountId: home, settings }) {
      const { accountId, apiId, stageName } = stage;
      const { crossAccountRole } = settings.stageAccess;
      if (home !== null && home !== accountId && crossAccountRole === null) {
        return problem(
          `it is account ${accountId}, and the function runs in ${home}`,
          `set CROSS_ACCOUNT_ROLE_NAME to a role of account ${accountId} that the function may assume`,
        );
      }
      const answer = await probes.stage(stage, crossAccountRole);
      return answer === 'FOUND'
        ? ok(`they can be read, as ${apiId}/${stageName} was`)
        : ok(`they can be read; the one that was tried, ${apiId}/${stageName}, no longer exists`);
    },
  }),
  check({
    name: 'rules',
    needs: ['s3:GetObject'],
    subjects({ settings: { rules }, input }) {
      if (rules === null) return notUsed('RULES_URI is not set: nothing is ignored');
      const isPackaged = rules.kind === 'FILE' && input.functionName !== null && !input.options.has('RULES_URI');
      if (!isPackaged) return [rules];
      return cannotTell(`${rules.path} is in the package of the function`, 'check your copy of it with --rules FILE');
    },
    about: (source) => (source.kind === 'FILE' ? source.path : source.uri),
    async judge(source, probes) {
      const found = await probes.rules(source);
      if ('unusable' in found) return problem(found.unusable, 'fix the file: nothing is checked without its rules');
      const { ignore, severity, show } = found;
      return ok(`to ignore: ${ignore.length}, for severity: ${severity.length}, names to show: ${show.length}`);
    },
  }),
  check({
    name: 'ledger',
    needs: ['s3:GetObject', 's3:ListBucket'],
    subjects: ({ settings: { ledger } }) =>
      ledger === null ? notUsed('LEDGER_URI is not set: every run that finds drift reports all of it') : [ledger],
    about: ({ bucket, prefix }) => `s3://${bucket}/${prefix}`,
    async judge(location, probes) {
      const found = await probes.ledger(location);
      if (found === null) return ok('there is none yet: the first run that finds something begins it');
      if (typeof found === 'number') return ok(`open findings in it: ${found}`);
      return problem(found.unusable, 'fix LEDGER_URI, or the object there');
    },
  }),
  ...notificationChecks,
];

function withoutStages({ sources }: Deployment): Verdict {
  const anyRead = sources.some(({ states }) => states.some(({ kind }) => kind === 'READ'));
  if (!anyRead) return cannotTell('no state was read that would name one', null);
  return problem(
    'the states have no stage of API Gateway',
    'see that STATE_SOURCES leads to the states that have them',
  );
}
