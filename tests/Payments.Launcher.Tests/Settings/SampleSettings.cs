using Payments.Launcher.Settings;

namespace Payments.Launcher.Tests.Settings;

public sealed class SampleSettings : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory();

    public SampleSettings() => File.WriteAllText(
        Path.Combine(_root.FullName, "local.settings.sample.json"),
        """
        {"Values":{
            "Ops__Token":"sample","Tables":"sample",
            "Organizations__0__Id":"demo","Organizations__0__FlowTokens__0":"demo-1"}}
        """);

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void A_variable_takes_precedence_over_the_sample() =>
        Assert.Equal("mine", Read(("Ops__Token", "mine"))["Ops__Token"]);

    [Fact]
    public void The_sample_s_organizations_are_there_as_a_whole_or_not_at_all()
    {
        Assert.Equal("demo", Read()["Organizations__0__Id"]);
        Assert.Equal(["Ops__Token", "Tables"], Read(("Organizations__0__Id", "acme")).Keys);
    }

    [Theory]
    [InlineData("Tables__0")]
    [InlineData("Tables__0__serviceUri")]
    [InlineData("Tables__serviceUri")]
    public void Storage_accounts_that_are_named_one_by_one_replace_the_sample_s_account(string setting)
    {
        Assert.Equal("sample", Read()["Tables"]);
        Assert.DoesNotContain("Tables", Read((setting, "mine")).Keys);
    }

    private Dictionary<string, string> Read(params (string Name, string Value)[] environment) => LocalSettings.Read(
        _root.FullName,
        onlySample: true,
        environment.ToDictionary(variable => variable.Name, variable => variable.Value));
}
