using System.Text.RegularExpressions;
using Payments.Testing;

namespace Payments.Codebase.Tests;

/// <summary>docs/errors.md has every code that a client can get.</summary>
public sealed partial class ErrorCodesTable
{
    private static readonly string Document = string.Join('\n', Repository.Lines("docs/errors.md"));

    [Theory]
    [InlineData("src/Payments.Dialects/OrderCloud/ErrorCodes.cs")]
    [InlineData("src/Payments.Dialects/CommerceHub/ErrorCode.cs")]
    [InlineData("src/Payments.Dialects/Flow/DeclineCodes.cs")]
    [InlineData("src/Payments.Dialects/Flow/ErrorModels.cs")]
    [InlineData("src/Payments.Dialects/Flow/CreditPayments/CreditPaymentErrors.cs")]
    public void Every_code_of_an_API_is_in_the_document(string file)
    {
        var codes = Code().Matches(File.ReadAllText(Repository.FullPath(file)))
            .Select(match => match.Groups[1].Value)
            .Where(code => code is not ("order_number" or "currency" or "description" or "Extension"))
            .ToList();

        Assert.NotEmpty(codes);
        Findings.MustBeNone(
            from code in codes
            where !Document.Contains($"`{code}`", StringComparison.Ordinal)
            select $"{file}: docs/errors.md lacks {code}");
    }

    [GeneratedRegex("\"([A-Za-z][\\w.]+|\\d{3})\"")]
    private static partial Regex Code();
}
