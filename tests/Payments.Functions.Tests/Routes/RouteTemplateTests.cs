namespace Payments.Functions.Tests.Routes;

public sealed class RouteTemplateTests
{
    [Theory]
    [InlineData("{o}/refunds/{key}", "{o}/refunds/versions")]
    [InlineData("{o}/refunds/{key}", "{o}/Refunds/{id}")]
    [InlineData("{o}/refunds/{key}/allocations", "{o}/refunds/summary/{number}")]
    [InlineData("{key:regex(^(?!a$))}", "{key:regex(^(?!b$))}")]
    [InlineData("{key:regex(^(?!a$))}", "b")]
    [InlineData("ops/x", "{o}/x")]
    [InlineData("{*path}", "{o}/refunds/{key}")]
    [InlineData("{*path}", "health")]
    public void Routes_with_a_common_path_overlap(string one, string other)
    {
        Assert.True(RouteTemplate.Parse(one).Meets(RouteTemplate.Parse(other)));
        Assert.True(RouteTemplate.Parse(other).Meets(RouteTemplate.Parse(one)));
    }

    [Theory]
    [InlineData("{o}/refunds/{key:regex(^(?!versions$))}", "{o}/refunds/versions")]
    [InlineData("{o}/refunds/{key:regex(^(?!versions$))}", "{o}/refunds/Versions")]
    [InlineData("{o}/refunds/{key:regex(^(?!summary$))}/allocations", "{o}/refunds/summary/{number}")]
    [InlineData("{o}/refunds", "{o}/refunds/{key}")]
    [InlineData("{o}/refunds/{key}", "{o}/captures/{key}")]
    public void Routes_without_a_common_path_do_not_overlap(string one, string other)
    {
        Assert.False(RouteTemplate.Parse(one).Meets(RouteTemplate.Parse(other)));
        Assert.False(RouteTemplate.Parse(other).Meets(RouteTemplate.Parse(one)));
    }

    [Theory]
    [InlineData("{key?}")]
    [InlineData("{*key}")]
    [InlineData("{key=one}")]
    [InlineData("{key:int}")]
    [InlineData("{key:regex(^[a-c]+$)}")]
    [InlineData("{key:regex(^(?!a$)):int}")]
    [InlineData("a{key}")]
    [InlineData("{one}-{two}")]
    [InlineData("")]
    public void An_undecidable_pair_of_routes_is_rejected(string route) =>
        Assert.Throws<NotSupportedException>(() => RouteTemplate.Parse(route));
}
