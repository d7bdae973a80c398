/** A deployment of a REST API, from GetDeployment. */
export interface LiveDeployment {
  readonly description: string;
  readonly createdDate: Date | null;
}
