using Payments.Launcher.Settings;
using Payments.Testing;

namespace Payments.Launcher.Tests;

public sealed class SampleSettings
{
    [Fact]
    public void A_variable_takes_precedence_over_the_sample() => Assert.Equal(
        "mine", Read(("Ops__Token", "mine"))["Ops__Token"]);

    [Fact]
    public void The_sample_s_organizations_are_there_as_a_whole_or_not_at_all()
    {
        Assert.Equal("demo", Read()["Organizations__0__Id"]);

        var renamed = Read(("Organizations__0__Id", "acme"));

        Assert.DoesNotContain(
            renamed.Keys, name => name.StartsWith("Organizations", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Read(params (string Name, string Value)[] environment) =>
        LocalSettings.Read(
            RepositoryRoot.Path,
            onlySample: true,
            environment.ToDictionary(variable => variable.Name, variable => variable.Value));
}
