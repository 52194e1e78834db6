/**
 * Decorates classes that have nothing to do with the bodies, as a grown application has them:
 * class-validator looks through all of them for every object it validates.
 */
export async function decorateOtherClasses(count: number): Promise<void> {
  const { IsInt, IsOptional, IsString, MaxLength } = await import('class-validator');
  for (let index = 0; index < count; index += 1) {
    const { prototype } = class Other {};
    IsString()(prototype, 'name');
    MaxLength(100)(prototype, 'name');
    IsOptional()(prototype, 'count');
    IsInt()(prototype, 'count');
  }
}
