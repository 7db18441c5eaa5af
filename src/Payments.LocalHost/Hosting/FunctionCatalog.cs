using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Payments.LocalHost.Hosting;

/// <summary>The functions of an assembly, each checked once, so that what cannot run is known at the start.</summary>
internal static class FunctionCatalog
{
    private const BindingFlags Anywhere =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<FunctionMethod> Find(Assembly assembly)
    {
        var functions = assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods(Anywhere))
            .Select(method => (Method: method, Attribute: method.GetCustomAttribute<FunctionAttribute>()))
            .Where(found => found.Attribute is not null)
            .Select(found => FunctionMethod.Create(found.Attribute!.Name, found.Method))
            .ToList();

        // The Functions host compares names without their case.
        var duplicate = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(group => group.Count() > 1);
        return duplicate is null
            ? functions
            : throw new FunctionRefusedException(
                duplicate.Key,
                "the name is used by " + string.Join(" and ", duplicate.Select(function => function.EntryPoint)));
    }
}
