using FsCheck;
using FsCheck.Fluent;
using Payments.Tables.Storage;
using Payments.Testing.Samples;

namespace Payments.Tables.Tests;

public sealed class StorageKeyTests
{
    [Fact]
    public void No_character_that_storage_forbids_is_left() =>
        Assert.All(Sample.DifficultTexts, text => Assert.DoesNotContain(
            StorageKey.Escape(text), character => char.IsControl(character) || @"/\#?".Contains(character)));

    [Fact]
    public void Different_texts_have_different_keys() => Prop.ForAll<string, string>((left, right) =>
        (left ?? "") == (right ?? "") || StorageKey.Escape(left ?? "") != StorageKey.Escape(right ?? ""))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void A_text_and_its_escaped_form_have_two_keys() =>
        Assert.NotEqual(StorageKey.Escape("a/b"), StorageKey.Escape("a!002fb"));

    [Fact]
    public void A_plain_name_is_unchanged() => Assert.Equal("acme-2.eu|x", StorageKey.Escape("acme-2.eu|x"));
}
