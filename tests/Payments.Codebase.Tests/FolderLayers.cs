using System.Reflection;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Architecture = ArchUnitNET.Domain.Architecture;

namespace Payments.Codebase.Tests;

/// <summary>Folders are namespaces, and layers: within a project they depend on each other one way.</summary>
public sealed class FolderLayers
{
    /// <summary>All projects but the stand-in for one package, by the folder that each stands in.</summary>
    private static readonly Dictionary<string, Assembly> Projects = new()
    {
        ["src/Payments.Ledger/"] = typeof(Ledger.Currencies.Money).Assembly,
        ["src/Payments.Handlers/"] = typeof(Handlers.HandlersRegistration).Assembly,
        ["src/Payments.Dialects/"] = typeof(Dialects.DialectsRegistration).Assembly,
        ["src/Payments.Processors/"] = typeof(Processors.Sandbox.SandboxRegistration).Assembly,
        ["src/Payments.ServiceBus/"] = typeof(ServiceBus.ServiceBusRegistration).Assembly,
        ["src/Payments.Tables/"] = typeof(Tables.TablesRegistration).Assembly,
        ["src/Payments.Webhooks/"] = typeof(Webhooks.WebhooksRegistration).Assembly,
        ["functions/"] = typeof(Functions.Composition).Assembly,
        ["src/LocalFunctionsHost/"] = Assembly.Load("LocalFunctionsHost"),
        ["src/LocalServiceBus/"] = Assembly.Load("LocalServiceBus"),
        ["src/Payments.CommandLine/"] = Assembly.Load("Payments.CommandLine"),
        ["src/Payments.Keys/"] = Assembly.Load("Payments.Keys"),
        ["src/Payments.Launcher/"] = Assembly.Load("Payments.Launcher"),
    };

    public static TheoryData<string> Folders => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void No_folders_of_a_project_depend_on_each_other_in_a_circle(string folder) =>
        Findings.MustBeNone(Circles(Projects[folder], Projects[folder].GetName().Name!));

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_namespace_is_its_folder(string folder)
    {
        var root = Projects[folder].GetName().Name;
        var files = Repository.Sources.Where(file => file.StartsWith(folder, StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(files);
        Findings.MustBeNone(
            from file in files
            from declared in Repository.Syntax(file).DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
            let expected = string.Join('.', [root, .. file[folder.Length..].Split('/').SkipLast(1)])
            where declared.Name.ToString() != expected
            select $"{file} is in {declared.Name}, not in {expected}");
    }

    [Fact]
    public void A_circle_of_folders_is_found_however_deep_it_is()
    {
        var circle = Assert.Single(Circles(typeof(FolderLayers).Assembly, $"{typeof(FolderLayers).Namespace}.Circle"));

        Assert.Contains("Here -> There.Deep", circle, StringComparison.Ordinal);
        Assert.Contains("There.Deep -> Here", circle, StringComparison.Ordinal);
    }

    /// <summary>
    /// The circles between the folders beneath a namespace, at whatever depth: each folder is a slice of its own. What
    /// is in none of them, such as the registration at a project's root, may depend on all.
    /// </summary>
    private static IEnumerable<string> Circles(Assembly assembly, string root)
    {
        var rule = SliceRuleDefinition.Slices().Matching($"{root}.(*)..").Should().BeFreeOfCycles();
        return rule.Evaluate(Load(assembly))
            .Where(result => !result.Passed)
            .Select(result => result.Description);
    }

    private static Architecture Load(Assembly assembly) => new ArchLoader().LoadAssembly(assembly).Build();
}
