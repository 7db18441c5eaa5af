using System.Text.Json;
using System.Text.RegularExpressions;

namespace Payments.Codebase.Tests;

/// <summary>The infrastructure compiles, and the documented commands match it.</summary>
public sealed partial class BicepTests
{
    private const string Template = "infra/main.bicep";

    private static readonly Dictionary<string, string> Secrets = new()
    {
        ["CREDENTIALS_ENCRYPTION_KEY"] = new string('k', 44),
    };

    [Fact]
    public async Task The_template_compiles_without_a_warning()
    {
        var (status, output, messages) = await BicepCompiler.RunAsync(["build", Template, "--stdout"], Secrets);

        Assert.Equal("", messages);
        Assert.Equal(0, status);
        Assert.NotEmpty(JsonDocument.Parse(output).RootElement.GetProperty("resources").EnumerateObject());
    }

    [Fact]
    public async Task The_parameters_of_a_deployment_to_try_compile_and_are_complete()
    {
        var (status, output, messages) =
            await BicepCompiler.RunAsync(["build-params", "infra/dev.bicepparam", "--stdout"], Secrets);

        Assert.Equal("", messages);
        Assert.Equal(0, status);
        Assert.Equal((await RequiredParametersAsync()).Except(ListGiven(output)), []);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("infra/README.md")]
    public async Task Documented_deployment_commands_use_files_that_compile_and_set_all_required_parameters(
        string document)
    {
        var commands = Repository.Lines(document).Where(line => line.Contains("az deployment")).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Matches(Parameters(), command));
        var files = commands.Select(command => Parameters().Match(command).Groups[1].Value).Distinct();
        foreach (var file in files)
        {
            var (status, output, messages) = await BicepCompiler.RunAsync(["build-params", file, "--stdout"], Secrets);

            Assert.Equal("", messages);
            Assert.Equal(0, status);
            Assert.Equal((await RequiredParametersAsync()).Except(ListGiven(output)), []);
        }
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("infra/README.md")]
    public void Documents_name_every_environment_variable_of_the_parameters(string document)
    {
        var text = string.Join('\n', Repository.Lines(document));
        var variables = Variable().Matches(string.Join('\n', Repository.Lines("infra/main.bicepparam")))
            .Select(match => match.Groups[1].Value)
            .ToList();

        Assert.Equal(Secrets.Keys.Order(), variables.Order());
        Assert.All(variables, variable => Assert.Contains(variable, text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> ListGiven(string output)
    {
        var values = JsonDocument.Parse(
            JsonDocument.Parse(output).RootElement.GetProperty("parametersJson").GetString()!);
        return values.RootElement.GetProperty("parameters").EnumerateObject().Select(value => value.Name);
    }

    private static async Task<List<string>> RequiredParametersAsync()
    {
        var (_, output, _) = await BicepCompiler.RunAsync(["build", Template, "--stdout"], Secrets);
        return
        [
            .. JsonDocument.Parse(output).RootElement.GetProperty("parameters").EnumerateObject()
                .Where(parameter => !parameter.Value.TryGetProperty("defaultValue", out _))
                .Select(parameter => parameter.Name),
        ];
    }

    [GeneratedRegex(@"--parameters (\S+\.bicepparam)\b")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"readEnvironmentVariable\('(\w+)'\)")]
    private static partial Regex Variable();
}
