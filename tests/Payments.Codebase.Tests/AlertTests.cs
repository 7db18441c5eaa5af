using System.Text.RegularExpressions;

namespace Payments.Codebase.Tests;

/// <summary>Each alert is raised by a measurement that exists, and has a guide for the person who gets it.</summary>
public sealed partial class AlertTests
{
    private static readonly string Alerts = File.ReadAllText(Repository.FullPath("infra/alerts.bicep"));

    private static readonly string Metrics =
        File.ReadAllText(Repository.FullPath("src/Payments.Handlers/Telemetry/PaymentsMetrics.cs"));

    private static readonly List<string> Names =
        [.. Name().Matches(Alerts).Select(match => match.Groups[1].Value).Distinct()];

    [Fact]
    public void Each_alert_has_a_guide_and_each_guide_an_alert()
    {
        var headings = Repository.Lines("docs/alerts.md")
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => line[3..]);

        Assert.Equal(Names.Order(), headings.Order());
    }

    [Fact]
    public void Each_measurement_that_an_alert_queries_exists()
    {
        var queried = Measurement().Matches(Alerts).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.NotEmpty(queried);
        Assert.All(queried, name => Assert.Contains($"\"{name}\"", Metrics, StringComparison.Ordinal));
    }

    [Fact]
    public void The_document_of_measurements_has_each_of_them()
    {
        var document = string.Join('\n', Repository.Lines("docs/telemetry.md"));
        var measured = Instrument().Matches(Metrics).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(measured);
        Assert.All(measured, name => Assert.Contains($"`{name}`", document, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?:alert|name): '([a-z]+-[a-z]+)'")]
    private static partial Regex Name();

    [GeneratedRegex(@"Name == ""(payments\.[\w.]+)""")]
    private static partial Regex Measurement();

    [GeneratedRegex(@"""(payments\.[\w.]+)""")]
    private static partial Regex Instrument();
}
