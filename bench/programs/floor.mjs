// The floor: reads a state and makes the calls that a check of it takes, and does nothing with the answers.
import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';

const { resources } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const stages = resources.filter(({ type }) => type === 'aws_api_gateway_stage').flatMap(({ instances }) => instances);
const apis = [...new Set(stages.map(({ attributes }) => attributes.rest_api_id))];
const agent = new Agent({ keepAlive: true, maxSockets: 10 });
const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/apigateway/aws4_request' };

function list(api) {
  return new Promise((resolve, reject) => {
    get(`${process.env.AWS_ENDPOINT_URL_API_GATEWAY}/restapis/${api}/stages`, { agent, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.once('end', () => resolve(JSON.parse(text).item.length));
    }).once('error', reject);
  });
}

const counts = await Promise.all(apis.map(list));
process.stdout.write(String(counts.reduce((sum, count) => sum + count, 0)));
agent.destroy();
