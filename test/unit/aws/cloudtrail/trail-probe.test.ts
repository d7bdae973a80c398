import { describe, expect, it } from '@jest/globals';
import { probeTrails } from '../../../../lib/aws/cloudtrail/trail-probe.ts';
import { body, denied, refused } from '../../../scripted-aws.ts';
import { useScriptedAws } from '../use-aws.ts';

const account = '123456789012';
const aws = useScriptedAws();

const asked = () => aws().calls.map(({ operation, region }) => `${operation} ${region}`);

describe('a probe of CloudTrail', () => {
  const trail = (name: string, home = 'eu-west-1') => ({
    Name: name,
    TrailARN: `arn:aws:cloudtrail:${home}:${account}:trail/${name}`,
    HomeRegion: home,
  });

  it.each([
    [{ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }, true],
    [{ EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }, true],
    [{ EventSelectors: [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }] }, false],
    [{ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] }, false],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] }, true],
    [
      {
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Management'] },
              { Field: 'readOnly', Equals: ['true'] },
            ],
          },
        ],
      },
      false,
    ],
    [{ AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] }, false],
  ])('tells whether a trail has the calls that change something: %j', async (selectors, hasManagementWrites) => {
    aws().answer('DescribeTrails', body({ trailList: [trail('one')] }));
    aws().answer('GetTrailStatus', body({ IsLogging: true }));
    aws().answer('GetEventSelectors', body(selectors));

    expect(await probeTrails('eu-west-1')).toEqual([{ name: 'one', isLogging: true, hasManagementWrites }]);
  });

  it('asks for the selectors of a trail in its own region, and not of one that does not log', async () => {
    aws().answer('DescribeTrails', body({ trailList: [trail('off'), trail('all', 'us-east-1')] }));
    aws().answer('GetTrailStatus', ({ input }) => body({ IsLogging: String(input.Name).endsWith('all') }));
    aws().answer(
      'GetEventSelectors',
      body({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }),
    );

    expect(await probeTrails('eu-west-1')).toMatchObject([
      { name: 'off', isLogging: false },
      { name: 'all', isLogging: true, hasManagementWrites: true },
    ]);
    expect(asked()).toEqual([
      'DescribeTrails eu-west-1',
      'GetTrailStatus eu-west-1',
      'GetTrailStatus eu-west-1',
      'GetEventSelectors us-east-1',
    ]);
  });

  it('knows of a trail that it may not look into that it logs', async () => {
    aws().answer('DescribeTrails', body({ trailList: [trail('organization')] }));
    aws().answer('GetTrailStatus', body({ IsLogging: true }));
    aws().answer('GetEventSelectors', refused('TrailNotFoundException'));

    expect(await probeTrails('eu-west-1')).toEqual([
      { name: 'organization', isLogging: true, hasManagementWrites: null },
    ]);
  });

  it.each([
    ['DescribeTrails', 'cloudtrail:DescribeTrails'],
    ['GetTrailStatus', 'cloudtrail:GetTrailStatus'],
  ])('names the right that is missing for %s', async (operation, action) => {
    aws().answer('DescribeTrails', body({ trailList: [trail('one')] }));
    aws().answer(operation, denied(action));

    await expect(probeTrails('eu-west-1')).rejects.toMatchObject({
      remedy: `have ${action} granted to the identity that runs this`,
    });
  });
});

describe('any probe', () => {
  it('takes an answer that cannot be read for no answer', async () => {
    aws().answer('DescribeTrails', body('<html>'));

    await expect(probeTrails('eu-west-1')).rejects.toMatchObject({ name: 'UnansweredError', remedy: null });
  });
});
