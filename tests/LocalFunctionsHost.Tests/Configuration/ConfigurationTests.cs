using LocalFunctionsHost.Configuration;
using LocalFunctionsHost.Functions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LocalFunctionsHost.Tests.Configuration;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Function.Orders.User", LogLevel.Debug)]
    [InlineData("Function.Orders", LogLevel.Debug)]
    [InlineData("Function.Other", LogLevel.Error)]
    [InlineData("Host", LogLevel.Information)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Warning)]
    [InlineData("Microsoft.Named.Part", LogLevel.Trace)]
    public void A_category_has_the_level_of_its_longest_prefix_in_host_json(string category, LogLevel expected)
    {
        var levels = new LogLevels(
        [
            KeyValuePair.Create("default", LogLevel.Information),
            KeyValuePair.Create("Function", LogLevel.Error),
            KeyValuePair.Create("Function.Orders", LogLevel.Debug),
            KeyValuePair.Create("microsoft.named", LogLevel.Trace),
        ]);
        Assert.Equal(expected, levels.FindLevel(category));
    }

    [Fact]
    public void The_default_of_host_json_silences_libraries_too() =>
        Assert.Equal(
            LogLevel.None,
            new LogLevels([KeyValuePair.Create("Default", LogLevel.None)]).FindLevel("Microsoft.AspNetCore"));

    [Fact]
    public void A_reference_is_replaced_by_its_setting_and_a_missing_setting_rejects_the_function()
    {
        var settings = SettingsWith(("Queue", "refunds"), ("Empty", ""));
        Assert.Equal("my-refunds-queue", settings.Resolve("my-%Queue%-queue"));
        Assert.Equal("plain", settings.Resolve("plain"));
        Assert.Throws<FunctionRejectedException>(() => settings.Resolve("%Other%"));
        Assert.Throws<FunctionRejectedException>(() => settings.Resolve("%Empty%"));
    }

    [Fact]
    public void A_connection_is_looked_up_with_the_prefix_AzureWebJobs_first()
    {
        Assert.Equal("a", SettingsWith(("Bus", "b"), ("AzureWebJobsBus", "a")).FindConnectionString("Bus"));
        Assert.Equal("b", SettingsWith(("Bus", "b")).FindConnectionString("Bus"));
        Assert.Equal("c", SettingsWith(("ConnectionStrings:Bus", "c"), ("Bus", "b")).FindConnectionString("Bus"));
        Assert.Null(SettingsWith(("Bus", "")).FindConnectionString("Bus"));
    }

    [Theory]
    [InlineData("AzureWebJobs.Orders.Disabled", "true", true)]
    [InlineData("AzureWebJobs_Orders_Disabled", "1", true)]
    [InlineData("AzureWebJobs.Orders.Disabled", "false", false)]
    [InlineData("AzureWebJobs.Other.Disabled", "true", false)]
    public void A_setting_disables_a_function(string name, string value, bool expected) =>
        Assert.Equal(expected, SettingsWith((name, value)).IsDisabled("Orders"));

    [Theory]
    [InlineData()]
    [InlineData("--port", "7071")]
    [InlineData("--app")]
    [InlineData("--app", ".", "--port", "70710")]
    [InlineData("--app", ".", "--loud")]
    public void An_invalid_command_line_is_rejected(params string[] arguments) =>
        Assert.Throws<FormatException>(() => CommandLine.Parse(arguments));

    [Fact]
    public void A_command_line_has_the_app_and_the_options()
    {
        var parsed = CommandLine.Parse(
            ["--app", "/app/", "--port", "7071", "--worker-pid-file", "/pid", "--with-parent"]);
        Assert.Equal(new CommandLine("/app", 7071, "/pid", WithParent: true), parsed);
    }

    private static Settings SettingsWith(params (string Name, string Value)[] values) => new(
        new ConfigurationBuilder()
            .AddInMemoryCollection(values.ToDictionary(pair => pair.Name, pair => (string?)pair.Value))
            .Build());
}
