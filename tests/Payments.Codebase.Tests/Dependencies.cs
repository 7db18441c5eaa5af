using System.Xml.Linq;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>
/// Dependencies point one way: functions, dialects, handlers, ledger; adapters implement the handlers' ports.
/// </summary>
public sealed class Dependencies
{
    [Fact]
    public void The_ledger_depends_only_on_the_base_library()
    {
        Assert.Empty(References("Payments.Ledger", "ProjectReference"));
        Assert.Empty(References("Payments.Ledger", "PackageReference"));
        Assert.Empty(References("Payments.Ledger", "FrameworkReference"));
    }

    [Fact]
    public void The_handlers_depend_only_on_the_ledger_and_abstractions()
    {
        Assert.Equal(["Payments.Ledger"], References("Payments.Handlers", "ProjectReference"));
        Assert.Empty(References("Payments.Handlers", "FrameworkReference"));
        Assert.All(
            References("Payments.Handlers", "PackageReference"),
            package => Assert.EndsWith(".Abstractions", package, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Payments.Dialects")]
    [InlineData("Payments.Processors")]
    [InlineData("Payments.Webhooks")]
    public void No_dialect_and_no_processor_needs_the_web_server(string project) =>
        Assert.Empty(References(project, "FrameworkReference"));

    [Fact]
    public void The_handlers_and_dialects_depend_on_no_Azure_package() =>
        Assert.DoesNotContain(
            References("Payments.Handlers", "PackageReference")
                .Concat(References("Payments.Dialects", "PackageReference")),
            package => package.Contains("Azure", StringComparison.Ordinal));

    [Theory]
    [InlineData("Payments.Dialects")]
    [InlineData("Payments.Processors")]
    [InlineData("Payments.ServiceBus")]
    [InlineData("Payments.Webhooks")]
    public void Dialects_and_adapters_depend_only_on_the_handlers_and_the_ledger(string project)
    {
        var references = References(project, "ProjectReference");
        Assert.NotEmpty(references);
        Assert.All(
            references, reference => Assert.True(reference is "Payments.Handlers" or "Payments.Ledger", reference));
    }

    [Fact]
    public void The_table_adapter_also_depends_on_the_processors_because_it_stores_the_sandbox_s_books() =>
        Assert.Equal(
            ["Payments.Handlers", "Payments.Processors"], References("Payments.Tables", "ProjectReference").Order());

    /// <summary>They would serve any app, so they must not depend on this one.</summary>
    [Theory]
    [InlineData("LocalServiceBus")]
    [InlineData("LocalFunctionsHost")]
    [InlineData("Microsoft.Azure.Functions.Worker.Extensions.ServiceBus")]
    public void The_local_host_broker_and_stand_in_do_not_mention_payments(string project)
    {
        Assert.DoesNotContain(
            References(project, "ProjectReference"),
            reference => reference.StartsWith("Payments", StringComparison.Ordinal));
        Findings.MustBeNone(
            from file in Repository.Files
            where file.StartsWith($"src/{project}/", StringComparison.Ordinal)
            where Path.GetExtension(file) is ".cs" or ".proto" or ".csproj"
            from line in Repository.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
            where line.Text.Contains("payment", StringComparison.OrdinalIgnoreCase)
            select $"{file}:{line.Number} mentions payments");
    }

    private static List<string> References(string project, string kind) =>
    [
        .. XDocument.Load(Repository.FullPath($"src/{project}/{project}.csproj"))
            .Descendants(kind)
            .Select(reference => (string)reference.Attribute("Include")!)
            .Select(name => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(name) : name),
    ];
}
